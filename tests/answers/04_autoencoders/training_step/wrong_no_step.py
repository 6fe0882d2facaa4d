# diagnosed: they did not change: is backward called, then step?
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).mean()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
