# diagnosed: the mean over the entries is taken; add up the entries of each example
def training_step(model, x, optimizer):
    loss = F.mse_loss(model(x), x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
