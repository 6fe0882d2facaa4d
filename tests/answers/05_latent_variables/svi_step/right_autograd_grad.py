# right: leaves of its own for the batch, gradients put back by hand
def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    held = [p for group in optimizer.param_groups for p in group["params"]]
    z = mu[index] + logvar[index].mul(0.5).exp() * eps
    energy = -log_joint(x[index], z).mean()
    entropy = (0.5 * logvar[index] + 0.5 * (math.log(2 * math.pi) + 1)).sum() / len(index)
    for p, g in zip(held, torch.autograd.grad(energy - entropy, held, allow_unused=True)):
        p.grad = g
    optimizer.step()
    return (energy - entropy).item()
