# right: numpy and scipy all the way
import numpy as np
from scipy.special import logsumexp
from scipy.stats import multivariate_normal


def gmm_em(x, weights, means, covariances, n_iter):
    X, w, m, c = (np.array(tensor) for tensor in (x, weights, means, covariances))
    history = []
    for _ in range(n_iter):
        logs = [multivariate_normal.logpdf(X, mean, cov).reshape(-1) for mean, cov in zip(m, c)]
        joint = np.log(w) + np.stack(logs, 1)
        history.append(logsumexp(joint, axis=1).mean())
        r = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))
        n = r.sum(0)
        w, m = n / len(X), (r.T @ X) / n[:, None]
        c = np.stack([(r[:, k, None] * (X - m[k])).T @ (X - m[k]) / n[k] for k in range(len(n))])
    return tuple(torch.tensor(np.asarray(a), dtype=x.dtype) for a in (w, m, c, history))
