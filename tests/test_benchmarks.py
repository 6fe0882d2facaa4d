"""What benchmarks/adversarial_objectives.py measures, against truths that it was not computed from."""

import csv
import importlib
import itertools
import math
import re
from pathlib import Path
from statistics import mean, stdev

import nbformat
import pytest
import torch
from scipy.linalg import sqrtm

from genai_lab.data import toy

ROOT = Path(__file__).parents[1]
STD = 0.0035


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("adversarial_objectives")


def around(centers, noise):
    """As many samples at each center: (K, 2) and (N, 2) to (K N, 2)."""
    return (centers[:, None] + noise).reshape(-1, 2)


@pytest.fixture
def noise():
    return STD * torch.randn(4000, 2, generator=torch.Generator().manual_seed(0))


def test_the_truth_has_its_quality_its_width_and_even_shares(bench, noise):
    metrics = bench.plane_metrics(around(toy.ring_centers(), noise), toy.ring_centers(), STD)
    assert (metrics["modes"], metrics["KL"]) == (8, pytest.approx(0, abs=1e-6))
    assert metrics["quality"] == pytest.approx(
        100 * (1 - math.exp(-4.5)), abs=5 * 100 * (0.011 / 4000) ** 0.5
    )
    assert metrics["deviation"] == pytest.approx(1, abs=5 * 0.5 / 4000**0.5)


def test_shrunken_modes_are_told_from_true_ones(bench, noise):
    centers = toy.grid_centers()
    true = bench.plane_metrics(around(centers, noise), centers, STD)["deviation"]
    half = bench.plane_metrics(around(centers, noise / 2), centers, STD)
    assert half["deviation"] == pytest.approx(true / 2, rel=1e-3)
    assert half["quality"] == pytest.approx(100, abs=0.01)
    line = bench.plane_metrics(around(centers, noise * torch.tensor([1.0, 0.0])), centers, STD)
    assert line["deviation"] == pytest.approx(0, abs=0.02)


def test_a_mode_that_is_missing_is_seen_in_all_but_the_quality(bench, noise):
    centers = toy.ring_centers()
    metrics = bench.plane_metrics(around(centers[:-1], noise), centers, STD)
    true = bench.plane_metrics(around(centers, noise), centers, STD)
    assert metrics["modes"] == 7
    assert metrics["quality"] == pytest.approx(true["quality"], abs=0.05)
    assert metrics["KL"] == pytest.approx(math.log(8 / 7), abs=1e-6)
    assert metrics["deviation"] == pytest.approx(7 / 8 * true["deviation"], rel=1e-3)


def test_the_frechet_distance_is_that_of_two_gaussians(bench):
    rng = torch.Generator().manual_seed(0)
    x, y = torch.randn(2, 50, 4, generator=rng, dtype=torch.float64)
    y = y @ torch.randn(4, 4, generator=rng, dtype=torch.float64) + 1
    covariances = torch.cov(x.T).numpy(), torch.cov(y.T).numpy()
    root = sqrtm(covariances[0] @ covariances[1]).real
    expected = (x.mean(0) - y.mean(0)).square().sum().item() + (
        covariances[0] + covariances[1] - 2 * root
    ).trace()
    assert bench.frechet_distance(x, y) == pytest.approx(expected, rel=1e-6)
    assert bench.frechet_distance(x, x + 3) == pytest.approx(36)


def test_the_target_is_reached_only_in_every_seed_and_on_both(bench):
    good = {"modes": 8, "quality": 95.0, "deviation": 0.8, "KL": 0.05, "objective": "A", "data": "ring"}
    grid = good | {"data": "grid", "modes": 25, "deviation": 1.2}
    assert bench.reached([good, grid, good, grid]) == ["A"]
    assert bench.reached([good, good]) == []
    for change in ({"modes": 7}, {"quality": 94.9}, {"deviation": 0.79}, {"deviation": 1.21}, {"KL": 0.051}):
        assert bench.reached([good, grid, good | change, grid]) == []


@pytest.mark.parametrize("data", ["ring", "digits"])
def test_every_row_runs_and_a_seed_is_a_run(bench, data):
    for name in bench.NAMES:
        first, second = (bench.run(name, data, 0, 12) for _ in range(2))
        assert math.isfinite(first["KL"])
        assert first | {"seconds": 0} == second | {"seconds": 0}


def test_unit_08_shows_the_recorded_runs(bench):
    """Each mean and standard error of the notebook's table, to the digits it has there."""
    with (ROOT / "benchmarks/adversarial_objectives.csv").open(newline="") as lines:
        runs = [*csv.DictReader(lines), *bench.truth()]
    unit = "08_adversarial_objectives"
    notebook = nbformat.read(ROOT / f"solutions/{unit}/{unit}.ipynb", as_version=4)
    source = next(cell.source for cell in notebook.cells if cell.id == "ten-seeds-code")
    lines = re.search(r'measured = """\n(.*?)\n"""', source, re.DOTALL)[1].splitlines()
    table = {name.strip(): cells for name, *cells in (line.split("|") for line in lines)}
    assert table.keys() == {*bench.NAMES, "the data"}
    columns = [*itertools.product(("modes", "quality", "deviation", "KL"), ("ring", "grid"))]
    for name, cells in table.items():
        for (metric, data), cell in zip([*columns, ("Frechet", "digits")], cells, strict=True):
            wanted = ("the truth" if name == "the data" else name, data)
            values = [float(run[metric]) for run in runs if (run["objective"], run["data"]) == wanted]
            error = stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
            assert len(values) == (1 if name == "the data" else 10)
            for number, shown in zip((mean(values), error), cell.split(), strict=True):
                assert f"{number:.{len(shown.partition('.')[2])}f}" == shown, (name, metric, data)
