# right: numpy's own generator, seeded from torch's, and a named tuple
from collections import namedtuple

import numpy as np

Draw = namedtuple("Draw", ["x", "component"])


def gmm_sample(n, weights, means, covariances, generator=None):
    rng = np.random.default_rng(torch.randint(2**62, (1,), generator=generator).item())
    p = weights.double().numpy()
    component = rng.choice(len(p), size=n, p=p / p.sum())
    x = np.empty((n, means.shape[1]))
    for k in range(len(p)):
        chosen = component == k
        x[chosen] = rng.multivariate_normal(means[k].numpy(), covariances[k].numpy(), size=chosen.sum())
    return Draw(torch.from_numpy(x).to(means.dtype), torch.from_numpy(component))
