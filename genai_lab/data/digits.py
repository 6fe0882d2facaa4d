"""Handwritten digits, 8 x 8 pixels: real images that come with scikit-learn, so that no network is needed.

1,797 digits by 13 writers, the test part of the UCI set "Optical Recognition of Handwritten Digits" (Alpaydin
and Kaynak, 1998); each pixel counts, from 0 to 16, the ink in a block of 4 x 4 binary ones.
"""

from typing import NamedTuple

import torch
from torch import Tensor

_EVERY = 5  # of five images of the same digit, in their order, the last is for testing


class LabelledImages(NamedTuple):
    """Grey images, flattened row by row, and the class that each shows.

    Attributes:
        x: pixels in [0, 1], 1 is ink, shape (N, H * W), float32.
        y: classes, shape (N,), int64.
    """

    x: Tensor
    y: Tensor


def load(split: str | None = None) -> LabelledImages:
    """The digits, or one part of them.

    The split is always the same: of each digit, every fifth image is a test image.

    Args:
        split: "train" (1,442 images), "test" (355 images) or None for all 1,797.

    Returns:
        x (N, 64) and y (N,), the digits 0 to 9.

    Raises:
        ValueError: if split is anything else.

    >>> load("train").x.shape
    torch.Size([1442, 64])
    """
    if split not in (None, "train", "test"):
        raise ValueError(f'split must be "train", "test" or None; got {split!r}')
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    images = LabelledImages(torch.from_numpy(pixels).float() / 16, torch.from_numpy(labels).long())
    if split is None:
        return images
    is_digit = torch.nn.functional.one_hot(images.y)
    rank = (is_digit.cumsum(0) * is_digit).sum(1)  # 1 for the first image of its digit
    is_test = rank % _EVERY == 0
    chosen = is_test if split == "test" else ~is_test
    return LabelledImages(images.x[chosen], images.y[chosen])
