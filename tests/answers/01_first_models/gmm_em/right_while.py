# right: a while loop, a list of floats, and a named tuple
from typing import NamedTuple


class Fit(NamedTuple):
    weights: torch.Tensor
    means: torch.Tensor
    covariances: torch.Tensor
    history: torch.Tensor


def gmm_em(x, weights, means, covariances, n_iter):
    parameters = (weights, means, covariances)
    log_likelihoods = []
    while len(log_likelihoods) < n_iter:
        log_likelihoods.append(gmm_log_prob(x, *parameters).mean().item())
        print(f"round {len(log_likelihoods)}: {log_likelihoods[-1]:.3f}")
        parameters = gmm_m_step(x, gmm_e_step(x, *parameters))
    return Fit(*parameters, torch.tensor(log_likelihoods, dtype=x.dtype))
