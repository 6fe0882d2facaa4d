"""Digits: against scikit-learn's own arrays."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from genai_lab.data import digits


def test_all_digits_are_scikit_learns():
    x, y = digits.load()
    truth = load_digits()
    assert (x.dtype, x.shape, y.dtype) == (torch.float32, (1797, 64), torch.int64)
    np.testing.assert_array_equal(x.reshape(-1, 8, 8) * 16, truth.images)
    np.testing.assert_array_equal(y, truth.target)
    assert (x.min(), x.max()) == (0, 1)


def test_the_parts_share_no_image_and_miss_none():
    parts = [digits.load("train"), digits.load("test")]
    rows = [[*x.tolist(), y.item()] for part in parts for x, y in zip(*part, strict=True)]
    everything = [[*x.tolist(), y.item()] for x, y in zip(*digits.load(), strict=True)]
    assert sorted(rows) == sorted(everything)


def test_every_digit_gives_a_fifth_to_the_test_part():
    share = digits.load("test").y.bincount() / digits.load().y.bincount()
    assert ((share > 0.19) & (share <= 0.2)).all()


def test_the_split_is_always_the_same():
    assert torch.equal(digits.load("test").x, digits.load("test").x)


def test_a_neighbour_in_train_names_the_digit_in_test():
    train, test = digits.load("train"), digits.load("test")
    score = (
        KNeighborsClassifier(1).fit(train.x.numpy(), train.y.numpy()).score(test.x.numpy(), test.y.numpy())
    )
    assert score > 0.95  # images and labels belong together


def test_an_unknown_split_is_named():
    with pytest.raises(ValueError, match='"train", "test" or None; got \'valid\''):
        digits.load("valid")
