"""MNIST without the network: small files and a stand-in for the download; the real file if there is one."""

import os
import types
from pathlib import Path

import numpy as np
import pytest
import sklearn.datasets
import torch

from genai_lab.data import mnist

REAL = os.environ.get("GENAI_LAB_DATA")


def arrays(seed: int = 0, n: int = 12) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {
        name: random.integers(0, *shape, dtype=np.uint8)
        for split in ("train", "test")
        for name, shape in ((f"x_{split}", (256, (n, 28, 28))), (f"y_{split}", (10, n)))
    }


@pytest.fixture(autouse=True)
def places(monkeypatch, tmp_path):
    """A folder for GENAI_LAB_DATA and one for the cache, both empty; the network is out of reach."""

    def refuse(*args, **kwargs):
        raise OSError("no network in a test")

    for name in ("given", "cache/genai_lab"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setenv("GENAI_LAB_DATA", str(tmp_path / "given"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", refuse)
    return types.SimpleNamespace(
        given=tmp_path / "given" / "mnist.npz", cache=tmp_path / "cache" / "genai_lab" / "mnist.npz"
    )


@pytest.mark.parametrize("split", ["train", "test"])
def test_reads_the_given_file(places, split):
    content = arrays()
    np.savez(places.given, **content)
    x, y = mnist.load(split)
    assert (x.shape, x.dtype, y.dtype) == ((12, 784), torch.float32, torch.int64)
    np.testing.assert_allclose(x.reshape(-1, 28, 28) * 255, content[f"x_{split}"], atol=1e-4)
    np.testing.assert_array_equal(y, content[f"y_{split}"])
    assert 0 <= x.min() <= x.max() <= 1


def test_the_given_file_comes_before_the_cache(places):
    np.savez(places.given, **arrays(0))
    np.savez(places.cache, **arrays(1))
    np.testing.assert_array_equal(mnist.load("test").y, arrays(0)["y_test"])


@pytest.mark.parametrize("given", ["an empty folder", "unset", "empty"])
def test_the_cache_comes_next(places, monkeypatch, given):
    if given == "unset":
        monkeypatch.delenv("GENAI_LAB_DATA")
    elif given == "empty":
        monkeypatch.setenv("GENAI_LAB_DATA", "")
    np.savez(places.cache, **arrays(1))
    np.testing.assert_array_equal(mnist.load("test").y, arrays(1)["y_test"])


def test_the_cache_is_in_the_home_folder_by_default(monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".cache" / "genai_lab").mkdir(parents=True)
    np.savez(tmp_path / ".cache" / "genai_lab" / "mnist.npz", **arrays(2))
    np.testing.assert_array_equal(mnist.load("test").y, arrays(2)["y_test"])


class TestDownload:
    @pytest.fixture
    def openml(self, monkeypatch):
        """OpenML's mnist_784: floats, labels as text, the training images first; one pixel tells the row."""
        calls = []

        def fetch(name, *, version, as_frame, parser, cache):
            calls.append(name)
            data = np.zeros((70_000, 784), dtype=np.float32)
            data[:, 300] = np.arange(70_000) % 251
            return types.SimpleNamespace(
                data=data, target=(np.arange(70_000) % 10).astype(str).astype(object)
            )

        monkeypatch.setattr(sklearn.datasets, "fetch_openml", fetch)
        return calls

    def test_is_split_and_kept_in_the_cache(self, places, openml):
        places.cache.parent.rmdir()
        for split, rows in (
            ("train", np.arange(60_000)),
            ("test", np.arange(60_000, 70_000)),
            ("train", None),
        ):
            x, y = mnist.load(split)
            if rows is not None:
                np.testing.assert_allclose(x[:, 300] * 255, rows % 251, atol=1e-4)
                np.testing.assert_array_equal(y, rows % 10)
        assert openml == ["mnist_784"]
        assert [path.name for path in places.cache.parent.iterdir()] == ["mnist.npz"]
        with np.load(places.cache) as kept:
            assert {name: (kept[name].shape, kept[name].dtype) for name in kept} == {
                "x_train": ((60_000, 28, 28), np.uint8),
                "y_train": ((60_000,), np.uint8),
                "x_test": ((10_000, 28, 28), np.uint8),
                "y_test": ((10_000,), np.uint8),
            }

    def test_cut_short_leaves_nothing_behind(self, places, openml, monkeypatch):
        def break_off(path, **content):
            Path(path).write_bytes(b"PK half a file")
            raise KeyboardInterrupt

        monkeypatch.setattr(np, "savez_compressed", break_off)
        with pytest.raises(KeyboardInterrupt):
            mnist.load("test")
        assert list(places.cache.parent.iterdir()) == []

    def test_that_fails_says_what_to_do(self, places):
        with pytest.raises(FileNotFoundError) as error:
            mnist.load("train")
        for words in ("no network in a test", f"Copy mnist.npz to {places.cache}", "set GENAI_LAB_DATA"):
            assert words in str(error.value)

    def test_of_something_else_is_refused(self, monkeypatch, places):
        other = types.SimpleNamespace(data=np.zeros((5, 784)), target=np.zeros(5))
        monkeypatch.setattr(sklearn.datasets, "fetch_openml", lambda *args, **kwargs: other)
        with pytest.raises(ValueError, match="must hold 70000 images; got 5"):
            mnist.load("train")
        assert not places.cache.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": None}, "with x_train and y_train; got .*x_train"),
        ({"x_train": np.zeros((12, 784), np.uint8)}, r"x_train \(N, 28, 28\).*got \(12, 784\) uint8"),
        ({"x_train": np.zeros((12, 28, 28))}, r"both uint8; got \(12, 28, 28\) float64"),
        ({"y_train": np.zeros(11, np.uint8)}, r"and \(11,\) uint8"),
        ({"y_train": np.zeros(12, np.int64)}, r"and \(12,\) int64"),
        ({"y_train": np.full(12, 10, np.uint8)}, "labels from 0 to 9; got 10"),
        (
            {"x_train": np.zeros((0, 28, 28), np.uint8), "y_train": np.zeros(0, np.uint8)},
            r"got \(0, 28, 28\)",
        ),
        ({"x_train": np.array([{}])}, "allow_pickle=False"),
    ],
)
def test_a_file_of_something_else_is_named(places, change, message):
    content = {name: array for name, array in (arrays() | change).items() if array is not None}
    np.savez(places.given, **content)
    with pytest.raises(ValueError, match=f"(?s){message}.*Replace or delete it") as error:
        mnist.load("train")
    assert str(places.given) in str(error.value)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text", "npy"])
def test_a_damaged_file_is_named(places, damage):
    np.savez_compressed(places.given, **arrays())
    whole = places.given.read_bytes()
    if damage == "npy":
        with places.given.open("wb") as file:
            np.save(file, np.zeros(3))
    else:
        middle = len(whole) // 8
        flipped = (
            whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 50]) + whole[middle + 50 :]
        )
        content = {
            "cut": whole[: len(whole) // 2],
            "flipped": flipped,
            "empty": b"",
            "text": b"<html>404</html>",
        }
        places.given.write_bytes(content[damage])
    with pytest.raises(ValueError, match=r"(?s)mnist\.npz must .*Replace or delete it"):
        mnist.load("train")


@pytest.mark.parametrize("split", ["valid", "", None])
def test_an_unknown_split_is_named(split):
    with pytest.raises(ValueError, match=f'split must be "train" or "test"; got {split!r}'):
        mnist.load(split)


@pytest.mark.slow
@pytest.mark.skipif(REAL is None, reason="GENAI_LAB_DATA does not name a folder with the real mnist.npz")
def test_the_real_file_has_the_known_mean_and_deviation(monkeypatch):
    monkeypatch.setenv("GENAI_LAB_DATA", REAL)
    x, y = mnist.load("train")
    assert x.shape == (60_000, 784)
    assert x.mean(dtype=torch.float64).item() == pytest.approx(0.1307, abs=5e-5)
    assert x.double().std().item() == pytest.approx(0.3081, abs=5e-5)
    assert y.bincount().tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert mnist.load("test").x.shape == (10_000, 784)
