"""EM for a Gaussian mixture: ours and scikit-learn's, side by side.

Both start from the same weights, means and covariances, take 20 EM iterations and one more E step (which
scikit-learn makes to label the points), in float64 on two threads, with the same 1e-6 added to each variance.
Rounds are interleaved; the ratio is the median over rounds of scikit-learn's time by ours. Memory is the peak
above what the process held before, where the system tells it (Linux). Exits with 1 if the final mean
log-likelihoods differ by more than 1e-6 anywhere.

    python benchmarks/gaussian_mixture.py [--rounds 5]
"""

import argparse
import multiprocessing
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import sklearn
import torch
from _bench import machine
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from genai_lab.graphical.gaussian_mixture import gmm_em, gmm_log_prob, gmm_sample
from genai_lab.graphical.kmeans_plus_plus import kmeans_plus_plus

SHAPES = [(1797, 64, 10), (100_000, 2, 8), (100_000, 16, 16), (50_000, 64, 10)]
N_ITER, RIDGE, THREADS, TOLERANCE = 20, 1e-6, 2, 1e-6

Mixture = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def make_data(n: int, n_features: int, n_components: int, generator: torch.Generator) -> torch.Tensor:
    """The real digits at their own shape; elsewhere a mixture whose components overlap."""
    if (n, n_features) == (1797, 64):
        return torch.from_numpy(load_digits().data / 16)
    means = torch.randn(n_components, n_features, dtype=torch.float64, generator=generator)
    root = torch.randn(n_components, n_features, n_features, dtype=torch.float64, generator=generator)
    covariances = root @ root.mT / n_features + 0.1 * torch.eye(n_features, dtype=torch.float64)
    weights = torch.full((n_components,), 1 / n_components, dtype=torch.float64)
    return gmm_sample(n, weights, 2 * means, covariances, generator)[0]


def make_start(x: torch.Tensor, n_components: int, generator: torch.Generator) -> Mixture:
    """Equal weights, k-means++ means, and everywhere the covariance of all the data."""
    weights = x.new_full((n_components,), 1 / n_components)
    covariance = x.T.cov(correction=0) + RIDGE * torch.eye(x.shape[1], dtype=x.dtype)
    return weights, kmeans_plus_plus(x, n_components, generator), covariance.repeat(n_components, 1, 1)


def make_task(shape: tuple[int, int, int]) -> tuple[torch.Tensor, Mixture]:
    """The data of one shape (N, D, K) and the start, the same at every call."""
    generator = torch.Generator().manual_seed(0)
    x = make_data(*shape, generator)
    return x, make_start(x, shape[2], generator)


def run_ours(x: torch.Tensor, start: Mixture) -> float:
    """EM and one more E step; the final mean log-likelihood."""
    *parameters, _ = gmm_em(x, *start, n_iter=N_ITER, ridge=RIDGE)
    return gmm_log_prob(x, *parameters).mean().item()


def run_theirs(x: torch.Tensor, start: Mixture) -> GaussianMixture:
    """The same by scikit-learn; the fitted model."""
    weights, means, covariances = (t.numpy() for t in start)
    model = GaussianMixture(
        len(weights),
        weights_init=weights,
        means_init=means,
        precisions_init=np.linalg.inv(covariances),
        max_iter=N_ITER,
        tol=0.0,
        reg_covar=RIDGE,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # tol = 0 never converges, as it should here
        return model.fit(x.numpy())


def seconds(run: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def peak_memory(run: Callable[..., object], shape: tuple[int, int, int]) -> str:
    """Megabytes by which resident memory rose at most, or a dash where the system does not tell."""
    reset, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not reset.exists():
        return "-"
    x, start = make_task(shape)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on few points components die
        run(x[:1000], start)  # what the libraries set up once, for any size, is not counted
    reset.write_text("5")  # the peak starts anew from here
    before = status.read_text()
    run(x, start)
    texts = (before, "VmRSS:"), (status.read_text(), "VmHWM:")
    held, peak = (int(text.split(key)[1].split()[0]) for text, key in texts)
    return f"{(peak - held) / 1024:.0f}"


def compare(shape: tuple[int, int, int], rounds: int, bar: "tqdm[None]") -> tuple[str, float]:
    """One row of the table, and the difference of the log-likelihoods."""
    x, start = make_task(shape)
    mine, peer = run_ours(x, start), float(run_theirs(x, start).score(x.numpy()))
    times = []
    for _ in range(rounds):
        times.append((seconds(lambda: run_ours(x, start)), seconds(lambda: run_theirs(x, start))))
        bar.update()
    memory = []
    for run in (run_ours, run_theirs):
        # In a process of its own: memory that another run has freed but still holds would hide the peak.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            memory.append(pool.submit(peak_memory, run, shape).result())
    seconds_each = [f"{statistics.median(column):.2f}" for column in zip(*times, strict=True)]
    ratio = f"{statistics.median(theirs / ours for ours, theirs in times):.1f}"
    quality = [f"{mine:.6f}", f"{peer:.6f}", f"{mine - peer:.0e}"]
    cells = [*map(str, shape), *seconds_each, ratio, *quality, *memory]
    return "| " + " | ".join(cells) + " |", abs(mine - peer)


def main() -> int:
    """Print the table; the exit status says whether both reached the same likelihoods."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(THREADS)
    with threadpool_limits(THREADS), tqdm(total=rounds * len(SHAPES), desc="rounds") as bar:
        rows, differences = zip(*(compare(shape, rounds, bar) for shape in SHAPES), strict=True)
    versions = f"torch {torch.__version__}, scikit-learn {sklearn.__version__}, numpy {np.__version__}"
    print(f"EM for a Gaussian mixture, {N_ITER} iterations, float64, ridge {RIDGE:g}, {rounds} rounds")
    print(f"{versions}, Python {platform.python_version()}; {machine()}, {THREADS} threads used")
    print()
    heads = "N | D | K | ours, s | theirs, s | ratio | log p, ours | theirs | gap | MB, ours | theirs"
    print(f"| {heads} |\n{'|---' * 11}|")
    print("\n".join(rows))
    if max(differences) > TOLERANCE:
        print(
            f"the log-likelihoods differ by {max(differences):.1e}, more than {TOLERANCE:g}", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
