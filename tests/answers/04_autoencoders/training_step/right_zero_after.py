# right: the gradients are cleared after the step
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    model.zero_grad()
    return loss.item()
