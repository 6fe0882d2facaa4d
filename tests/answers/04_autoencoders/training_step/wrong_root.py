# diagnosed: this is a mean of distances; square them
def training_step(model, x, optimizer):
    loss = reconstruction_error(x, model(x)).sqrt().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
