"""The importance-weighted bound: the ELBO of K samples together, tighter than that of one.

    L_K(x) = E_{z_1 ... z_K ~ q(z | x)}  log (1/K) sum_k p(x, z_k) / q(z_k | x)
    ELBO = L_1 <= L_2 <= ... <= log p(x)

Source: Burda, Grosse and Salakhutdinov, Importance Weighted Autoencoders (2016), eq. 8 and theorem 1.
"""

import math
from collections.abc import Callable

from torch import Tensor

from genai_lab.probability.gaussian import diagonal_gaussian_log_prob

Encoder = Callable[[Tensor], tuple[Tensor, Tensor]]
LogJoint = Callable[[Tensor, Tensor], Tensor]


def iwae_bound(x: Tensor, encode: Encoder, log_joint: LogJoint, eps: Tensor) -> Tensor:
    """The importance-weighted bound on log p(x), from K samples of a Gaussian q.

        log (1/K) sum_k p(x, z_k) / q(z_k | x),    z_k = mu(x) + exp(logvar(x) / 2) eps_k

    To be maximised. Its gradient weighs each sample's path by its share of the weights, softmax_k log w_k.

    Source: Burda, Grosse and Salakhutdinov (2016), eq. 8, with one draw for the expectation.

    Args:
        x: data, shape (N, D).
        encode: from x to (mu, logvar) of q(z | x), each of shape (N, Z).
        log_joint: from x and z (K, N, Z) to log p(x, z) in nats, shape (K, N).
        eps: draws from N(0, I), shape (K, N, Z).

    Returns:
        One value for each row, in nats, shape (N,); gradients reach all that `encode` and `log_joint` use.

    Raises:
        ValueError: if eps is not (K, N, Z) with K at least 1.

    >>> import torch
    >>> x, eps = torch.zeros(2, 3), torch.randn(5, 2, 1)
    >>> def prior(x):
    ...     return torch.zeros(2, 1), torch.zeros(2, 1)
    >>> joint = lambda x, z: diagonal_gaussian_log_prob(z, *prior(x))  # x says nothing of z
    >>> iwae_bound(x, prior, joint, eps)
    tensor([0., 0.])
    """
    if eps.ndim != 3 or eps.shape[1] != len(x) or len(eps) == 0:
        raise ValueError(f"eps must have shape (K, N, Z), K >= 1, N = {len(x)}; got {tuple(eps.shape)}")
    mu, logvar = encode(x)
    z = mu + (0.5 * logvar).exp() * eps
    log_weights = log_joint(x, z) - diagonal_gaussian_log_prob(z, mu, logvar)
    return log_weights.logsumexp(0) - math.log(len(eps))
