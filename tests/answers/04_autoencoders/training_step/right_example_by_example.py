# right: one backward for each example, the gradients adding up
def training_step(model, x, optimizer):
    model.zero_grad()
    total = 0.0
    for row in x:
        loss = F.mse_loss(model(row[None]), row[None], reduction="sum") / len(x)
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
