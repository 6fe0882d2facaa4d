# right: a named tuple for each component, added up two by two
from functools import reduce
from typing import NamedTuple


class Component(NamedTuple):
    weight: torch.Tensor
    mean: torch.Tensor
    covariance: torch.Tensor

    def log_joint(self, x):
        L = torch.linalg.cholesky(self.covariance)
        return self.weight.log() + torch.distributions.MultivariateNormal(self.mean, scale_tril=L).log_prob(x)


def gmm_log_prob(x, weights, means, covariances):
    components = map(Component, weights, means, covariances)
    return reduce(torch.logaddexp, [component.log_joint(x) for component in components])
