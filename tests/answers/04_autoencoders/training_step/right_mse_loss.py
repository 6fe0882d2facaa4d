# right: mse_loss as a sum, divided by the number of examples
def training_step(model, x, optimizer):
    model.train()
    optimizer.zero_grad(set_to_none=False)
    loss = nn.MSELoss(reduction="sum")(model(x), x) / x.shape[0]
    value = loss.tolist()
    loss.backward()
    optimizer.step()
    return value
