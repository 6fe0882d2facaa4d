"""The autoencoder: an encoder and a decoder that learn, without labels, to hand the input back.

    z = e_phi(x),    x_hat = d_theta(z),    min over phi, theta of  E ||x - x_hat||^2

The code z is smaller than x, so that only what matters most about x can pass through it. With affine maps for
e and d nothing beats principal component analysis, which is here for comparison.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from genai_lab.nn.mlp import mlp


def reconstruction_error(x: Tensor, x_hat: Tensor) -> Tensor:
    """The squared Euclidean distance of each example from its reconstruction.

        ||x - x_hat||^2 = sum_d (x_d - x_hat_d)^2

    Args:
        x: examples, shape (N, D).
        x_hat: their reconstructions, shape (N, D).

    Returns:
        One value for each example, in squared units of x, shape (N,). A training loss is its mean over N.

    Raises:
        ValueError: if the shapes are not (N, D) both.

    >>> reconstruction_error(torch.tensor([[0.0, 1.0], [3.0, 4.0]]), torch.zeros(2, 2))
    tensor([ 1., 25.])
    """
    if x.ndim != 2 or x.shape != x_hat.shape:
        raise ValueError(
            f"x and x_hat must have one shape (N, D); got {tuple(x.shape)} and {tuple(x_hat.shape)}"
        )
    return (x - x_hat).square().sum(-1)


class Autoencoder(nn.Module):
    """An autoencoder of perceptrons, with a sigmoid on the code and on the output.

        z = sigmoid(f(x)) in (0, 1)^n_code,    x_hat = sigmoid(g(z)) in (0, 1)^n_features

    f and g are affine maps, or perceptrons with hidden layers. `Autoencoder(8, 3)` is the 8-3-8 network of
    Mitchell, Machine Learning (1997), section 4.6.4, which discovers the binary numbers.

    Args:
        n_features: size of an example, D.
        n_code: size of its code.
        n_hidden: widths of the encoder's hidden layers, from input to code; the decoder has them in reverse.

    `encoder` and `decoder` are submodules, each with its sigmoid, so that either can serve elsewhere.

    Raises:
        ValueError: if a size is below 1.

    >>> model = Autoencoder(784, 32, n_hidden=(256,))
    >>> model(torch.zeros(5, 784)).shape, model.encode(torch.zeros(5, 784)).shape
    (torch.Size([5, 784]), torch.Size([5, 32]))
    """

    def __init__(self, n_features: int, n_code: int, *, n_hidden: Sequence[int] = ()) -> None:
        super().__init__()
        self.encoder = nn.Sequential(mlp(n_features, *n_hidden, n_code), nn.Sigmoid())
        self.decoder = nn.Sequential(mlp(n_code, *reversed(n_hidden), n_features), nn.Sigmoid())

    def encode(self, x: Tensor) -> Tensor:
        """The codes of examples, (N, n_features) -> (N, n_code), each entry in (0, 1)."""
        code: Tensor = self.encoder(x)
        return code

    def decode(self, z: Tensor) -> Tensor:
        """The examples that codes stand for, (N, n_code) -> (N, n_features), each entry in (0, 1)."""
        x_hat: Tensor = self.decoder(z)
        return x_hat

    def forward(self, x: Tensor) -> Tensor:
        """The reconstructions of examples, (N, n_features) -> (N, n_features)."""
        return self.decode(self.encode(x))


def training_step(model: nn.Module, x: Tensor, optimizer: torch.optim.Optimizer) -> float:
    """One step of gradient descent on the mean reconstruction error of a batch.

        theta <- theta - step(grad_theta (1/N) sum_n ||x_n - model(x_n)||^2)

    Args:
        model: reconstructs examples, (N, D) -> (N, D); updated in place.
        x: a batch, shape (N, D); it is input and target in one.
        optimizer: of those parameters of the model that shall learn.

    Returns:
        The mean reconstruction error before the update.

    Raises:
        ValueError: if x has another shape than (N, D), or the reconstruction another than x.

    >>> model = Autoencoder(8, 3)
    >>> optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    >>> history = [training_step(model, torch.eye(8), optimizer) for _ in range(20)]
    >>> history[-1] < history[0]
    True
    """
    loss = reconstruction_error(x, model(x)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def pca_reconstruct(x: Tensor, k: int) -> Tensor:
    """Principal component analysis as an autoencoder: the best reconstruction through k numbers, if affine.

        x_hat_n = m + V_k V_k^T (x_n - m),    m = (1/N) sum_n x_n

    The columns of V_k are the first k right singular vectors of the centred data. Of all affine maps of
    rank k this one has the smallest sum of squared errors: sum_{j > k} s_j^2, with s_j the singular values
    (Eckart and Young, 1936).

    Args:
        x: examples, shape (N, D).
        k: how many components to keep, from 1 to D.

    Returns:
        The reconstructions, shape (N, D); x itself where k is at least the rank of the centred data.

    Raises:
        ValueError: if x has another shape or no rows, or k is not in 1 ... D.

    >>> x = torch.tensor([[0.0, 0.0], [2.0, 2.0], [1.0, 0.0], [1.0, 2.0]])
    >>> pca_reconstruct(x, 2).allclose(x, atol=1e-6)
    True
    """
    if x.ndim != 2 or len(x) == 0:
        raise ValueError(f"x must have shape (N, D) with at least one row; got {tuple(x.shape)}")
    if not 1 <= k <= x.shape[1]:
        raise ValueError(f"k must be from 1 to D = {x.shape[1]}; got {k}")
    mean = x.mean(0)
    _, _, components = torch.linalg.svd(
        x - mean, full_matrices=False
    )  # rows, the largest singular value first
    return mean + (x - mean) @ components[:k].T @ components[:k]


def outlier_scores(model: nn.Module, x: Tensor) -> Tensor:
    """How badly a model reconstructs each example: what it has not learned, it cannot hand back.

        s_n = ||x_n - model(x_n)||^2,    model in eval mode

    Args:
        model: reconstructs examples, (N, D) -> (N, D). Each of its parts gets its mode back.
        x: examples, shape (N, D).

    Returns:
        One score for each example, without gradient, shape (N,); the higher, the stranger.

    Raises:
        ValueError: if x has another shape than (N, D), or the reconstruction another than x.

    >>> outlier_scores(nn.Dropout(0.5), torch.ones(2, 3))
    tensor([0., 0.])
    """
    modes = {part: part.training for part in model.modules()}
    model.eval()
    try:
        with torch.no_grad():
            return reconstruction_error(x, model(x))
    finally:
        for part, mode in modes.items():
            part.training = mode
