# right: torch.autograd.grad, and the gradients set by hand
def training_step(model, x, optimizer):
    loss = torch.mean(torch.sum((model(x) - x) ** 2, dim=-1))
    learning = [p for group in optimizer.param_groups for p in group["params"]]
    for parameter, gradient in zip(learning, torch.autograd.grad(loss, learning)):
        parameter.grad = gradient
    optimizer.step()
    return float(loss.detach())
