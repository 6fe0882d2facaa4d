# right: numpy's own generator, seeded from torch's
import numpy as np


def bernoulli_sample(theta, n, generator=None):
    seed = torch.randint(2**31, (1,), generator=generator).item()
    tosses = np.random.default_rng(seed).binomial(1, theta.item(), size=n)
    return torch.from_numpy(tosses).type_as(theta)
