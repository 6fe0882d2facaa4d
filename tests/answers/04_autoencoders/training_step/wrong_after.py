# diagnosed: this is the loss after the update
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return reconstruction_error(x, model(x)).mean().item()
