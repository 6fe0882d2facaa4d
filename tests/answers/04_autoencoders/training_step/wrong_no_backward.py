# diagnosed: they did not change: is backward called, then step?
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).mean()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
