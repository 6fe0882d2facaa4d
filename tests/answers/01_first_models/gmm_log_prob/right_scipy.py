# right: scipy's multivariate normal, by way of numpy
import numpy as np
from scipy.special import logsumexp
from scipy.stats import multivariate_normal


def gmm_log_prob(x, weights, means, covariances):
    logs = [
        np.log(float(w)) + np.atleast_1d(multivariate_normal(m.numpy(), c.numpy()).logpdf(x.numpy()))
        for w, m, c in zip(weights, means, covariances)
    ]
    return torch.as_tensor(logsumexp(np.array(logs), axis=0)).to(x.dtype)
