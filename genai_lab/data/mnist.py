"""MNIST: 70,000 handwritten digits, 28 x 28 pixels, the one data set that may need the network.

Read from the first of these that exists, in the layout of Keras's `mnist.npz` (x_train, y_train, x_test and
y_test, uint8):

    $GENAI_LAB_DATA/mnist.npz
    $XDG_CACHE_HOME/genai_lab/mnist.npz     (~/.cache where XDG_CACHE_HOME is not set)

Otherwise it is downloaded from OpenML, once, into the second.
"""

import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np
import torch

from genai_lab.data.digits import LabelledImages

_FILE = "mnist.npz"
_N_TRAIN, _N_TEST = 60_000, 10_000


def load(split: str) -> LabelledImages:
    """The training or the test images.

    Source: LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition (1998).

    Args:
        split: "train" (60,000 images) or "test" (10,000 images).

    Returns:
        x (N, 784) and y (N,), the digits 0 to 9.

    Raises:
        ValueError: if split is anything else, or the file found is damaged.
        FileNotFoundError: if there is no file and it cannot be downloaded; it says what to do.

    >>> load("validation")
    Traceback (most recent call last):
    ValueError: split must be "train" or "test"; got 'validation'
    """
    if split not in ("train", "test"):
        raise ValueError(f'split must be "train" or "test"; got {split!r}')
    candidates = [_cache()]
    if folder := os.environ.get("GENAI_LAB_DATA"):
        candidates.insert(0, Path(folder) / _FILE)
    path = next((candidate for candidate in candidates if candidate.is_file()), None)
    if path is None:
        path = candidates[-1]
        _download(path)
    pixels, labels = _read(path, split)
    x = torch.from_numpy(pixels).reshape(len(pixels), -1).float() / 255
    return LabelledImages(x, torch.from_numpy(labels).long())


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "genai_lab" / _FILE


def _read(path: Path, split: str) -> tuple[np.ndarray, np.ndarray]:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            pixels, labels = file[f"x_{split}"], file[f"y_{split}"]
    except (OSError, EOFError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            f"{path} must be an npz file with x_{split} and y_{split}; got {error}. Replace or delete it."
        ) from error
    shapes_fit = pixels.ndim == 3 and pixels.shape[1:] == (28, 28) and labels.shape == pixels.shape[:1]
    if not shapes_fit or len(pixels) == 0 or {pixels.dtype, labels.dtype} != {np.dtype(np.uint8)}:
        raise ValueError(
            f"{path} must hold x_{split} (N, 28, 28) and y_{split} (N,), both uint8; "
            f"got {pixels.shape} {pixels.dtype} and {labels.shape} {labels.dtype}. Replace or delete it."
        )
    if labels.max() > 9:
        raise ValueError(f"{path} must hold labels from 0 to 9; got {labels.max()}. Replace or delete it.")
    return pixels, labels


def _download(path: Path) -> None:
    """Fetch MNIST from OpenML and write it to `path`."""
    from sklearn.datasets import fetch_openml

    try:
        # The slower parser: the other one needs pandas. Nothing is kept but the file written below.
        fetched = fetch_openml("mnist_784", version=1, as_frame=False, parser="liac-arff", cache=False)
    except (OSError, ValueError) as error:
        raise FileNotFoundError(
            f"MNIST was not found, and it could not be downloaded ({error}). Copy {_FILE} to {path}, or set "
            f"GENAI_LAB_DATA to the folder that holds it."
        ) from error
    pixels = fetched.data.reshape(-1, 28, 28).astype(np.uint8)
    labels = fetched.target.astype(np.uint8)
    if len(pixels) != _N_TRAIN + _N_TEST:
        raise ValueError(f"OpenML's mnist_784 must hold {_N_TRAIN + _N_TEST} images; got {len(pixels)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Under another name first, so that a download cut short never leaves half a file behind.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        whole = Path(folder) / _FILE
        np.savez_compressed(
            whole,
            x_train=pixels[:_N_TRAIN],
            y_train=labels[:_N_TRAIN],
            x_test=pixels[_N_TRAIN:],
            y_test=labels[_N_TRAIN:],
        )
        whole.replace(path)
