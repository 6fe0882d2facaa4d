"""Sparse autoencoders: many hidden units, of which each example may use a few.

Two ways to the same end. The k-sparse autoencoder keeps the k highest values of a code and sets the others to
0. The relaxed one leaves the code alone, and its loss asks for units that are off most of the time:

    k-sparse:    (1/N) sum_n ||x_n - decode(keep_top_k(encode(x_n)))||^2
    relaxed:     (1/N) sum_n ||x_n - decode(encode(x_n))||^2 + weight * sum_j KL(rho || rho_hat_j)
"""

import torch
from torch import Tensor

from genai_lab.autoencoders.autoencoder import Autoencoder, reconstruction_error


def keep_top_k(z: Tensor, k: int) -> Tensor:
    """The k highest values of each code; the others are set to 0.

        y_nj = z_nj where z_nj is among the k highest of row n, else 0

    Source: Makhzani and Frey, k-Sparse Autoencoders (2014), Algorithm 1. It is the highest values that count,
    not the largest in size.

    Args:
        z: codes, shape (N, H).
        k: how many values of each row to keep, from 1 to H.

    Returns:
        The sparse codes, shape (N, H); gradients flow through what is kept. Of equal values any may be kept.

    Raises:
        ValueError: if z has another shape, or k is not in 1 ... H.

    >>> keep_top_k(torch.tensor([[0.1, 0.9, 0.4], [0.8, 0.2, 0.7]]), 2)
    tensor([[0.0000, 0.9000, 0.4000],
            [0.8000, 0.0000, 0.7000]])
    """
    if z.ndim != 2 or not 1 <= k <= z.shape[1]:
        raise ValueError(f"z must have shape (N, H) and k be from 1 to H; got {tuple(z.shape)} and k = {k}")
    values, places = z.topk(k, dim=1)
    return torch.zeros_like(z).scatter(1, places, values)


def sparsity_penalty(z: Tensor, rho: float) -> Tensor:
    """How far the units' mean activations are from a wanted one.

        sum_j KL(rho || rho_hat_j),    rho_hat_j = (1/N) sum_n z_nj
        KL(rho || r) = rho log(rho / r) + (1 - rho) log((1 - rho) / (1 - r))

    Source: Ng, Sparse Autoencoder, CS294A lecture notes (2011). It is the divergence of two coins: one shows
    "on" with probability rho, the other as often as the unit does over the batch.

    Args:
        z: activations in (0, 1), shape (N, H).
        rho: the wanted mean activation, in (0, 1), small for a sparse code.

    Returns:
        The penalty in nats, shape (); 0 where every unit's mean activation is rho. A unit whose mean is
        rounded to 0 or 1 costs as much as one that is off from it by the smallest step of the dtype.

    Raises:
        ValueError: if z has another shape or no rows, leaves [0, 1], or rho is not in (0, 1).

    >>> sparsity_penalty(torch.tensor([[0.1, 0.9], [0.3, 0.9]]), 0.2)
    tensor(1.3627)
    """
    if z.ndim != 2 or z.numel() == 0:
        raise ValueError(f"z must have shape (N, H) and hold an activation; got {tuple(z.shape)}")
    if not 0 < rho < 1:
        raise ValueError(f"rho must be in (0, 1); got {rho}")
    outside = ~((z >= 0) & (z <= 1))  # so that NaN is outside too
    if outside.any():
        raise ValueError(f"z must be in [0, 1]; got {z[outside][0].item():g}")
    # A sigmoid saturates to exactly 0 or 1 in floating point; the penalty of its mean stays finite.
    finfo = torch.finfo(z.dtype)
    on = z.mean(0).clamp(finfo.tiny, 1 - finfo.eps / 2)
    target = torch.as_tensor(rho, dtype=z.dtype, device=z.device)
    return (target * (target / on).log() + (1 - target) * ((1 - target) / (1 - on)).log()).sum()


def k_sparse_loss(model: Autoencoder, x: Tensor, k: int) -> Tensor:
    """The mean reconstruction error of examples from the k highest values of their codes.

        (1/N) sum_n ||x_n - decode(keep_top_k(encode(x_n), k))||^2

    Source: Makhzani and Frey (2014), Algorithm 1, whose encoder is linear; ours has a sigmoid.

    Args:
        model: an autoencoder, with `encode` and `decode`.
        x: examples, shape (N, D).
        k: how many values of each code to keep, from 1 to its size.

    Returns:
        The loss, shape ().

    Raises:
        ValueError: if x does not have shape (N, D), or k is not in 1 ... H.

    >>> k_sparse_loss(Autoencoder(3, 5), torch.ones(4, 3), 2).shape
    torch.Size([])
    """
    return reconstruction_error(x, model.decode(keep_top_k(model.encode(x), k))).mean()


def relaxed_sparse_loss(model: Autoencoder, x: Tensor, rho: float, *, weight: float = 1.0) -> Tensor:
    """The mean reconstruction error, plus a price for units that are on more often than wanted, or less.

        (1/N) sum_n ||x_n - decode(z_n)||^2 + weight * sum_j KL(rho || rho_hat_j),    z_n = encode(x_n)

    Source: Ng (2011). The mean activation is that of the batch, so batches should not be small.

    Args:
        model: an autoencoder, with `encode` and `decode`, and codes in (0, 1).
        x: examples, shape (N, D).
        rho: the wanted mean activation of a unit, in (0, 1).
        weight: how much a nat of the penalty counts against a unit of squared error, at least 0.

    Returns:
        The loss, shape ().

    Raises:
        ValueError: if x does not have shape (N, D), rho is not in (0, 1), or weight is below 0.

    >>> relaxed_sparse_loss(Autoencoder(3, 5), torch.ones(4, 3), 0.1).shape
    torch.Size([])
    """
    if weight < 0:
        raise ValueError(f"weight must be at least 0; got {weight}")
    z = model.encode(x)
    return reconstruction_error(x, model.decode(z)).mean() + weight * sparsity_penalty(z, rho)
