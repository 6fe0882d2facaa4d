# diagnosed: Return the loss as a Python float; got Tensor
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
