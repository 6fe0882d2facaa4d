"""The Bernoulli distribution: one coin, or one coin a pixel.

    p(x | theta) = theta^x (1 - theta)^(1 - x),    x in {0, 1}

Pixels that are independent of one another share these three functions: with theta of shape (D,) an image is D
coins, each entry gets its own log-probability, and the image's is their sum.
"""

import torch
from torch import Tensor


def bernoulli_mle(x: Tensor) -> Tensor:
    """The maximum-likelihood parameter: the share of ones.

        theta_hat = argmax_theta sum_n log p(x_n | theta) = (1/N) sum_n x_n

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 2.7.

    Args:
        x: observations, each 0 or 1, shape (N,) or (N, D).

    Returns:
        theta_hat in [0, 1], shape () or (D,), in the dtype of x; of integers, in the default float dtype.

    Raises:
        ValueError: if x is empty, has another number of dimensions, or holds anything but 0 and 1.

    >>> bernoulli_mle(torch.tensor([1.0, 0.0, 1.0, 1.0]))
    tensor(0.7500)
    """
    if x.ndim not in (1, 2) or x.numel() == 0:
        raise ValueError(f"x must have shape (N,) or (N, D) and hold an observation; got {tuple(x.shape)}")
    _require_binary(x)
    return (x if x.is_floating_point() else x.to(torch.get_default_dtype())).mean(0)


def bernoulli_log_prob(x: Tensor, theta: Tensor) -> Tensor:
    """The log-probability of each observation.

        log p(x | theta) = x log theta + (1 - x) log(1 - theta),    0 log 0 = 0

    Source: the logarithm of Bishop, Pattern Recognition and Machine Learning (2006), eq. 2.2.

    Args:
        x: observations, each 0 or 1, shape (N,), or (N, D) for D independent coins.
        theta: probability of a one, in [0, 1], shape (), or (D,); x and theta broadcast.

    Returns:
        One value for each entry of x, in nats, shape (N,) or (N, D); -inf where theta rules the entry out.

    Raises:
        ValueError: if x is empty or holds anything but 0 and 1, if theta leaves [0, 1], or if the shapes
            do not broadcast.

    >>> bernoulli_log_prob(torch.tensor([1.0, 0.0]), torch.tensor(0.25))
    tensor([-1.3863, -0.2877])
    >>> bernoulli_log_prob(torch.tensor([1.0, 0.0]), torch.tensor(1.0))
    tensor([0., -inf])
    """
    _require_binary(x)
    _require_probability(theta)
    try:
        torch.broadcast_shapes(x.shape, theta.shape)
    except RuntimeError:
        raise ValueError(
            f"x and theta must broadcast; got shapes {tuple(x.shape)} and {tuple(theta.shape)}"
        ) from None
    return torch.xlogy(x, theta) + torch.special.xlog1py(1 - x.to(theta.dtype), -theta)


def bernoulli_sample(theta: Tensor, n: int, generator: torch.Generator | None = None) -> Tensor:
    """Independent draws.

        x_i ~ Bernoulli(theta),    i = 1 ... n

    Args:
        theta: probability of a one, in [0, 1], shape (), or (D,) for D independent coins.
        n: how many draws, at least 1.
        generator: source of randomness, on the device of theta.

    Returns:
        Zeros and ones, shape (n,) or (n, D), in the dtype of theta; draws carry no gradient.

    Raises:
        ValueError: if theta leaves [0, 1] or n is below 1.

    >>> bernoulli_sample(torch.tensor(1.0), 3)
    tensor([1., 1., 1.])
    """
    _require_probability(theta)
    if n < 1:
        raise ValueError(f"n must be at least 1; got {n}")
    return torch.bernoulli(theta.detach().expand(n, *theta.shape), generator=generator)


def _require_binary(x: Tensor) -> None:
    if x.numel() == 0:
        raise ValueError(f"x must hold an observation; got shape {tuple(x.shape)}")
    other = (x != 0) & (x != 1)
    if other.any():
        raise ValueError(f"x must hold only 0 and 1; got {x[other][0].item():g}")


def _require_probability(theta: Tensor) -> None:
    if not theta.is_floating_point():
        raise ValueError(f"theta must be of a floating-point dtype; got {theta.dtype}")
    outside = ~((theta >= 0) & (theta <= 1))  # so that NaN is outside too
    if outside.any():
        raise ValueError(f"theta must be in [0, 1]; got {theta[outside][0].item():g}")
