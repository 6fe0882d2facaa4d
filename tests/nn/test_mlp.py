"""The perceptron against the same sum written out, and what it refuses."""

import pytest
import torch
from torch import nn

from genai_lab.nn.mlp import mlp


def test_it_is_affine_maps_with_a_nonlinearity_between_them():
    network = mlp(3, 5, 4, 2, activation=nn.Tanh).double()
    x = torch.randn(7, 3, dtype=torch.float64)
    h = x.numpy()
    affine = [layer for layer in network if isinstance(layer, nn.Linear)]
    for i, layer in enumerate(affine):
        h = h @ layer.weight.detach().numpy().T + layer.bias.detach().numpy()
        h = torch.tanh(torch.from_numpy(h)).numpy() if i < 2 else h
    torch.testing.assert_close(network(x), torch.from_numpy(h))


def test_two_sizes_are_one_affine_map():
    (layer,) = mlp(3, 2)
    assert isinstance(layer, nn.Linear)


@pytest.mark.parametrize("sizes", [(), (3,), (3, 0, 2)])
def test_sizes_that_make_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match="at least two widths"):
        mlp(*sizes)
