# diagnosed: there was more than one step
def training_step(model, x, optimizer):
    losses = []
    for _ in range(2):
        loss = reconstruction_error(x, model(x)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[0]
