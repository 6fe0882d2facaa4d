# right: the penalty written out, gradients by autograd.grad
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z).data
    points = (x * eps + fake * (1 - eps)).requires_grad_(True)
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    penalty = ((slopes.pow(2).sum(1).sqrt() - 1) ** 2).sum() / len(x)
    loss = -torch.mean(critic(x)) + torch.mean(critic(fake)) + penalty * weight
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    for parameter, slope in zip(parameters, torch.autograd.grad(loss, parameters, allow_unused=True)):
        parameter.grad = torch.zeros_like(parameter) if slope is None else slope
    optimizer.step()
    return float(loss)
