# right: torch.distributions for the draws and the entropy
from torch.distributions import Independent, Normal


def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    q = Independent(Normal(mu[index], torch.exp(logvar[index] / 2)), 1)
    z = q.base_dist.loc + q.base_dist.scale * eps
    bound = log_joint(x[index], z).mean(dim=0) + q.entropy()
    loss = -torch.mean(bound)
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()
    return loss.detach().item()
