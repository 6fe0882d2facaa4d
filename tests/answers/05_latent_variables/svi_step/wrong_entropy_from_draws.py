# diagnosed: the entropy is estimated from the draws; it has a closed form
def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    m, v = mu[index], logvar[index]
    z = m + (0.5 * v).exp() * eps
    entropy = -Normal(m, (0.5 * v).exp()).log_prob(z).sum(-1).mean(0)
    loss = -(log_joint(x[index], z).mean(0) + entropy).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
