# diagnosed: the gradients of earlier steps are added to the new one
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
