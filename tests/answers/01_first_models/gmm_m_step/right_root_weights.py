# right: points scaled by the root of their responsibility, then one matrix product each
from collections import namedtuple

Mixture = namedtuple("Mixture", "weights means covariances")


def gmm_m_step(x, responsibilities):
    r = responsibilities.T.unsqueeze(-1)
    counts = r.sum(1)
    means = (r * x).sum(1) / counts
    scaled = r.sqrt() * (x - means.unsqueeze(1))
    return Mixture(counts.squeeze(-1) / len(x), means, scaled.mT @ scaled / counts.unsqueeze(-1))
