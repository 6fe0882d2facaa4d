"""Training a VAE: `fit`, the same loop by hand, and the loop around a DataLoader, side by side.

All three train a 784-400-20 VAE from the same weights on the same 20,000 images (glyphs of 28 x 28 pixels),
for the same epochs in batches of 128 with Adam at 1e-3. By hand means: no function of this library in the
loop. Rounds are interleaved, two threads; the ratio is the median over rounds of the rival's time by ours.
Exits with 1 if ours takes more than 5 % longer than the loop by hand, or longer than the DataLoader, or if
what they reach on 2,000 new images differs by more than 1 %.

    python benchmarks/vae.py [--rounds 5]
"""

import argparse
import copy
import platform
import statistics
import sys

import torch
import torch.nn.functional as F
from _bench import interleaved, machine
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

from genai_lab.data import glyphs
from genai_lab.training import fit
from genai_lab.variational.elbo import elbo
from genai_lab.variational.vae import VAE

THREADS, N_TRAIN, N_TEST, N_EPOCHS, BATCH_SIZE, N_LATENT, LR = 2, 20_000, 2_000, 3, 128, 20, 1e-3
SLOWER, GAP = (
    1.05,
    0.01,
)  # how much longer ours may take than the loop by hand; how far the results may be apart


def ours(model: VAE, x: Tensor) -> None:
    """With `fit` and the library's bound."""

    def loss(batch: Tensor) -> Tensor:
        return -elbo(batch, *model(batch, torch.randn(len(batch), N_LATENT)))

    fit(model, loss, x, n_epochs=N_EPOCHS, batch_size=BATCH_SIZE, lr=LR, progress=False)


def negative_elbo(model: VAE, batch: Tensor) -> Tensor:
    """The loss as one writes it by hand."""
    mu, logvar = model.encode(batch)
    logits = model.decode(mu + torch.exp(0.5 * logvar) * torch.randn_like(mu))
    reconstruction = F.binary_cross_entropy_with_logits(logits, batch, reduction="sum")
    kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return (reconstruction + kl) / len(batch)


def by_hand(model: VAE, x: Tensor) -> None:
    """Shuffled slices of one tensor."""
    optimizer = torch.optim.Adam(model.parameters(), lr=LR)
    for _ in range(N_EPOCHS):
        for rows in torch.randperm(len(x)).split(BATCH_SIZE):
            optimizer.zero_grad()
            loss = negative_elbo(model, x[rows])
            loss.backward()
            optimizer.step()


def with_data_loader(model: VAE, x: Tensor) -> None:
    """Batches from torch's DataLoader, without workers, as most tutorials have it."""
    optimizer = torch.optim.Adam(model.parameters(), lr=LR)
    for _ in range(N_EPOCHS):
        for (batch,) in DataLoader(TensorDataset(x), batch_size=BATCH_SIZE, shuffle=True):
            optimizer.zero_grad()
            loss = negative_elbo(model, batch)
            loss.backward()
            optimizer.step()


RIVALS = {"fit": ours, "by hand": by_hand, "DataLoader": with_data_loader}


def main() -> int:
    """Print the table; the exit status says whether the promises hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(THREADS)
    generator = torch.Generator().manual_seed(0)
    train, test = (glyphs.sample(n, size=28, generator=generator).x for n in (N_TRAIN, N_TEST))
    torch.manual_seed(0)
    start = VAE(784, 400, N_LATENT)
    reached: dict[str, list[float]] = {name: [] for name in RIVALS}

    def run(name: str) -> None:
        model = copy.deepcopy(start)
        RIVALS[name](model, train)
        with torch.no_grad():
            reached[name].append(negative_elbo(model, test).item())

    seconds = interleaved({name: lambda name=name: run(name) for name in RIVALS}, rounds)
    print(
        f"A 784-400-{N_LATENT} VAE, {N_EPOCHS} epochs of {N_TRAIN} images, {rounds} rounds, {THREADS} threads"
    )
    print(f"torch {torch.__version__}, Python {platform.python_version()}; {machine()}\n")
    print("| loop | seconds | ratio to fit | negative ELBO of new images, nats |\n|---|---|---|---|")
    ratios = {}
    for name in RIVALS:
        ratios[name] = statistics.median(a / b for a, b in zip(seconds[name], seconds["fit"], strict=True))
        quality = statistics.mean(reached[name])
        print(f"| {name} | {statistics.median(seconds[name]):.2f} | {ratios[name]:.3f} | {quality:.2f} |")
    means = [statistics.mean(values) for values in reached.values()]
    broken = [
        *(["ours is more than 5 % slower than the loop by hand"] if ratios["by hand"] < 1 / SLOWER else []),
        *(["ours is slower than the DataLoader"] if ratios["DataLoader"] < 1 else []),
        *(["the loops reach different bounds"] if max(means) / min(means) > 1 + GAP else []),
    ]
    print("\n".join(broken), file=sys.stderr)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
