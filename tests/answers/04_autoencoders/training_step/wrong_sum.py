# diagnosed: the errors of the examples are added up; take their mean
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
