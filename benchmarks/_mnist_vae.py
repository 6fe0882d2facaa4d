"""What the benchmarks on MNIST share: the VAE, binarised images, and the estimate of their log-likelihood.

Pixels are binarised at random, each time anew in training, once for the test images, as by Burda, Grosse and
Salakhutdinov (2016). The decoder begins with the mean image.
"""

import torch
from torch import Tensor, nn

from genai_lab.variational.vae import VAE

N_LATENT, HIDDEN = 40, (512, 512)
N_TEST, N_SAMPLES = 1_000, 5_000


def untrained(pixels: Tensor) -> VAE:
    """Two hidden layers of 512 SiLU units on each side, 40 latents; all images are the mean image."""
    model = VAE(pixels.shape[1], HIDDEN, N_LATENT, activation=nn.SiLU)
    with torch.no_grad():
        model.decoder[-1].bias.copy_(pixels.mean(0).clamp(0.001, 0.999).logit())
    return model


def sizes(pixels: Tensor) -> str:
    """The widths of the encoder's layers, for a table's head."""
    return "-".join(map(str, (pixels.shape[1], *HIDDEN, N_LATENT)))


def tossed(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Images of 0 and 1, a pixel lit with its brightness for a chance."""
    return (torch.rand(pixels.shape, generator=generator) < pixels).float()


def test_images(pixels: Tensor) -> Tensor:
    """The same 1,000 test images for everybody; chosen at random, for the first are the easier ones."""
    chosen = torch.randperm(len(pixels), generator=torch.Generator().manual_seed(1))[:N_TEST]
    return torch.bernoulli(pixels, generator=torch.Generator().manual_seed(2))[chosen]


def nats(model: VAE, images: Tensor, generator: torch.Generator) -> tuple[float, float]:
    """Minus the mean log-likelihood by importance sampling, on average too high, and its standard error."""
    log_prob = model.log_prob(images, N_SAMPLES, generator=generator)
    return -log_prob.mean().item(), log_prob.std().item() / len(images) ** 0.5
