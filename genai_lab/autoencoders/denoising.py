"""Denoising autoencoders: reconstruct the clean example from a corrupted one, or from a corrupted code.

The lecture shows both. Its figure corrupts the input, as Vincent et al. (2008) do; its list of steps drops
hidden nodes and reconstructs from a corrupted code. In either case the identity is no longer a solution, so
that a code larger than the input can be useful too: it must be redundant.
"""

import torch
from torch import Tensor, nn

from genai_lab.autoencoders.autoencoder import Autoencoder, reconstruction_error


def corrupt(x: Tensor, p: float, generator: torch.Generator | None = None) -> Tensor:
    """Masking noise: each entry, independently of all others, is set to 0 with probability p.

        x_tilde_nd = m_nd x_nd,    m_nd ~ Bernoulli(1 - p)

    Source: Vincent et al., Extracting and Composing Robust Features with Denoising Autoencoders (2008),
    section 2.3, where a fixed number of entries of each example is chosen instead. What is kept is left as it
    is; `nn.Dropout` multiplies it by 1 / (1 - p).

    Args:
        x: examples or codes, any shape.
        p: probability that an entry is lost, in [0, 1].
        generator: source of randomness, on the device of x.

    Returns:
        A new tensor in the shape and dtype of x; gradients flow through what is kept.

    Raises:
        ValueError: if p is not in [0, 1].

    >>> corrupt(torch.ones(2, 3), 1.0)
    tensor([[0., 0., 0.],
            [0., 0., 0.]])
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p must be in [0, 1]; got {p}")
    lost = torch.rand(x.shape, generator=generator, device=x.device) < p
    return x.masked_fill(lost, 0)


def denoising_loss(model: nn.Module, x: Tensor, p: float, generator: torch.Generator | None = None) -> Tensor:
    """The mean reconstruction error of the clean examples from corrupted ones.

        (1/N) sum_n ||x_n - model(corrupt(x_n))||^2

    Source: Vincent et al. (2008), section 2.3, with the squared error as loss.

    Args:
        model: reconstructs examples, (N, D) -> (N, D).
        x: clean examples, shape (N, D).
        p: probability that an entry of the input is lost, in [0, 1].
        generator: source of randomness, on the device of x.

    Returns:
        The loss, shape ().

    Raises:
        ValueError: if p is not in [0, 1], or the shape of x or of the reconstruction is not (N, D).

    >>> denoising_loss(nn.Identity(), torch.ones(2, 3), 1.0)
    tensor(3.)
    """
    return reconstruction_error(x, model(corrupt(x, p, generator))).mean()


def code_denoising_loss(
    model: Autoencoder, x: Tensor, p: float, generator: torch.Generator | None = None
) -> Tensor:
    """The mean reconstruction error of examples from codes that have lost entries.

        (1/N) sum_n ||x_n - decode(corrupt(encode(x_n)))||^2

    Source: the steps that the lecture "Generative AI" lists under "Denoising Autoencoders".

    Args:
        model: an autoencoder, with `encode` and `decode`.
        x: examples, shape (N, D).
        p: probability that an entry of the code is lost, in [0, 1].
        generator: source of randomness, on the device of x.

    Returns:
        The loss, shape ().

    Raises:
        ValueError: if p is not in [0, 1], or x does not have shape (N, D).

    >>> code_denoising_loss(Autoencoder(3, 2), torch.ones(4, 3), 0.5).shape
    torch.Size([])
    """
    return reconstruction_error(x, model.decode(corrupt(model.encode(x), p, generator))).mean()
