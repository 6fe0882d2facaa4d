# diagnosed: does not require grad
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x).detach()).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
