# diagnosed: the optimizer stepped twice on one gradient
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()
