"""An autoencoder beside PCA on MNIST: the squared error a pixel of test images, at codes of four sizes.

PCA is the best that any affine map through k numbers can do on the training images; the autoencoder has a
hidden layer of 512 on each side, and its decoder begins with the mean image. Exits with 1 if the
autoencoder's error at k = 32 is not below PCA's.

    GENAI_LAB_DATA=<folder of mnist.npz> python benchmarks/autoencoder.py [--epochs 8]
"""

import argparse
import platform
import sys
import time

import torch
from _bench import machine
from sklearn.decomposition import PCA
from torch import Tensor
from torch.optim.lr_scheduler import CosineAnnealingLR

from genai_lab.autoencoders.autoencoder import Autoencoder, reconstruction_error
from genai_lab.data import mnist
from genai_lab.training import fit

THREADS, SIZES, HIDDEN, BATCH_SIZE, LR = 2, (2, 10, 32, 64), (512,), 100, 3e-3


def train(x: Tensor, n_code: int, n_epochs: int) -> Autoencoder:
    """An autoencoder with a code of this size, fitted to the images."""
    model = Autoencoder(x.shape[1], n_code, n_hidden=HIDDEN)
    with torch.no_grad():
        model.decoder[0][-1].bias.copy_(x.mean(0).clamp(0.001, 0.999).logit())
    optimizer = torch.optim.Adam(model.parameters(), lr=LR, fused=True)
    scheduler = CosineAnnealingLR(optimizer, n_epochs, eta_min=LR / 100)
    fit(
        model,
        lambda batch: reconstruction_error(batch, model(batch)),
        x,
        n_epochs=n_epochs,
        batch_size=BATCH_SIZE,
        optimizer=optimizer,
        scheduler=scheduler,
    )
    return model


def main() -> int:
    """Print the table; the exit status says whether the autoencoder is ahead at k = 32."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, default=8)
    n_epochs = parser.parse_args().epochs
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    try:
        pixels, test = mnist.load("train").x, mnist.load("test").x
    except FileNotFoundError as error:
        print(f"skipped: {error}")
        return 0
    rows, errors = [], {}
    for k in SIZES:
        start = time.perf_counter()
        model = train(pixels, k, n_epochs)
        seconds = time.perf_counter() - start
        pca = PCA(k, random_state=0).fit(pixels.numpy())
        projected = torch.from_numpy(pca.inverse_transform(pca.transform(test.numpy()))).float()
        with torch.no_grad():
            squares = [reconstruction_error(test, x_hat).mean() for x_hat in (model(test), projected)]
        errors[k] = [square.item() / test.shape[1] for square in squares]
        rows.append(f"| {k} | {errors[k][0]:.5f} | {errors[k][1]:.5f} | {seconds:.0f} |")
    print(f"Autoencoder with a hidden layer of {HIDDEN[0]}, {n_epochs} epochs, beside PCA; {THREADS} threads")
    print(f"torch {torch.__version__}, Python {platform.python_version()}; {machine()}\n")
    print("| k | autoencoder, error a pixel | PCA | training, s |\n|---|---|---|---|")
    print("\n".join(rows))
    return int(errors[32][0] >= errors[32][1])


if __name__ == "__main__":
    sys.exit(main())
