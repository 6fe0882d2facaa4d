# diagnosed: is there another optimizer?
def training_step(model, x, optimizer):
    optimizer = torch.optim.SGD(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    loss = reconstruction_error(x, model(x)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
