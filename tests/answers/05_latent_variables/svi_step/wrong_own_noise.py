# diagnosed: The same noise gives two losses: use eps, and draw nothing yourself
def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    m, v = mu[index], logvar[index]
    z = m + (0.5 * v).exp() * torch.randn_like(eps)
    entropy = 0.5 * (v + math.log(2 * math.pi * math.e)).sum(-1)
    loss = -(log_joint(x[index], z).mean(0) + entropy).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
