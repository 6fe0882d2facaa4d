# right: torch.distributions
from torch.distributions import Bernoulli, kl_divergence


def sparsity_penalty(z, rho):
    wanted = Bernoulli(torch.as_tensor(rho, dtype=z.dtype))
    return kl_divergence(wanted, Bernoulli(z.mean(0))).sum()
