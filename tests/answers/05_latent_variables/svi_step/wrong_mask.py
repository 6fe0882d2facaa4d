# diagnosed: the rows of the batch are taken in another order than in index
def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    mask = torch.zeros(len(x), dtype=torch.bool)
    mask[index] = True
    q = Normal(mu[mask], (logvar[mask] / 2).exp())
    loss = -(log_joint(x[mask], q.loc + q.scale * eps).mean(0) + q.entropy().sum(-1)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
