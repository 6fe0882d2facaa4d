"""A VAE on MNIST: the log-likelihood of the test images, after ten minutes on two cores.

Pixels are binarised at random, each time anew in training, once for the test images, as by Burda, Grosse and
Salakhutdinov (2016), whose VAE with one stochastic layer reaches 86.76 nats (table 1) after many more epochs.
Ours has two hidden layers of 512 SiLU units on each side and 40 latents; its decoder begins with the mean
image. The log-likelihood of 1,000 test images is estimated by importance sampling with 5,000 samples each,
which on average gives too little. Exits with 1 if it takes more than ten minutes or stays above 88.5 nats.

    GENAI_LAB_DATA=<folder of mnist.npz> python benchmarks/vae_mnist.py [--epochs 80]
"""

import argparse
import platform
import sys
import time

import torch
from _bench import machine
from _mnist_vae import N_LATENT, N_TEST, nats, sizes, test_images, tossed, untrained
from torch import Tensor
from torch.optim.lr_scheduler import CosineAnnealingLR

from genai_lab.data import mnist
from genai_lab.training import fit
from genai_lab.variational.elbo import elbo
from genai_lab.variational.vae import VAE

THREADS, BATCH_SIZE, LR = 2, 200, 2e-3
SECONDS, NATS = 600, 88.5


def train(x: Tensor, n_epochs: int, generator: torch.Generator) -> VAE:
    """A VAE fitted to images that are binarised anew in every batch."""
    model = untrained(x)
    optimizer = torch.optim.Adam(model.parameters(), lr=LR, fused=True)
    scheduler = CosineAnnealingLR(optimizer, n_epochs, eta_min=LR / 100)

    def loss(pixels: Tensor) -> Tensor:
        batch = tossed(pixels, generator)
        return -elbo(batch, *model(batch, torch.randn(len(batch), N_LATENT, generator=generator)))

    fit(
        model,
        loss,
        x,
        n_epochs=n_epochs,
        batch_size=BATCH_SIZE,
        optimizer=optimizer,
        scheduler=scheduler,
        generator=generator,
    )
    return model


def main() -> int:
    """Print what was reached; the exit status says whether it was enough."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, default=80)
    n_epochs = parser.parse_args().epochs
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    try:
        pixels, test = mnist.load("train").x, mnist.load("test").x
    except FileNotFoundError as error:
        print(f"skipped: {error}")
        return 0
    start = time.perf_counter()
    model = train(pixels, n_epochs, generator)
    trained = time.perf_counter() - start
    images = test_images(test)
    reached, error = nats(model, images, generator)
    with torch.no_grad():
        bound = elbo(images, *model(images, torch.randn(N_TEST, N_LATENT, generator=generator)))
    total = time.perf_counter() - start
    print(f"{sizes(pixels)} VAE on MNIST, {n_epochs} epochs; {THREADS} threads")
    print(f"torch {torch.__version__}, Python {platform.python_version()}; {machine()}\n")
    print("| test NLL, nats | standard error | negative ELBO | training, s | in all, s |")
    print("|---|---|---|---|---|")
    print(f"| {reached:.2f} | {error:.2f} | {-bound.mean().item():.2f} | {trained:.0f} | {total:.0f} |")
    return int(reached > NATS or total > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
