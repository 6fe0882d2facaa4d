# diagnosed: Your function changes x in place
def training_step(model, x, optimizer):
    x_hat = model(x.clone())
    loss = (x_hat - x).square().sum(1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    x -= x_hat.detach()
    return loss.item()
