# right: numpy's average and cov, as a list
import numpy as np


def gmm_m_step(x, responsibilities):
    X, R = x.numpy(), responsibilities.numpy()
    D = X.shape[1]
    means = [np.average(X, axis=0, weights=r) for r in R.T]
    covariances = [np.cov(X, rowvar=False, aweights=r, bias=True).reshape(D, D) for r in R.T]
    return [torch.as_tensor(np.array(part)).to(x.dtype) for part in (R.mean(0), means, covariances)]
