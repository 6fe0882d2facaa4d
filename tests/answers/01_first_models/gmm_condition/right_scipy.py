# right: scipy's normal density and numpy
import numpy as np
from scipy.stats import norm


def gmm_condition(value, weights, means, covariances):
    w, m, c = weights.numpy(), means.numpy(), covariances.numpy()
    joint = w * norm.pdf(value, loc=m[:, 1], scale=np.sqrt(c[:, 1, 1]))
    slope = c[:, 1, 0] / c[:, 1, 1]
    parts = (joint / joint.sum(), m[:, 0] + slope * (value - m[:, 1]), c[:, 0, 0] - slope**2 * c[:, 1, 1])
    return tuple(torch.as_tensor(part, dtype=means.dtype) for part in parts)
