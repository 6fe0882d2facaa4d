"""The game f(x, y) = xy: against autograd, the eigenvalues of the update, and its own invariants."""

import math

import pytest
import torch

from genai_lab.adversarial import games

RATES = [0.01, 0.1, 0.5, 1.0, 1.5, 1.9]
PAIRS = [
    (games.simultaneous_step, games.simultaneous_matrix),
    (games.alternating_step, games.alternating_matrix),
]


def points(n: int = 10) -> torch.Tensor:
    return torch.randn(n, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


@pytest.mark.parametrize("lr", RATES)
def test_steps_follow_the_gradient_that_autograd_finds(lr):
    for point in points():
        x, y = (value.clone().requires_grad_() for value in point)
        slope_x, slope_y = torch.autograd.grad(games.value(torch.stack([x, y])), (x, y))
        moved = x.detach() - lr * slope_x
        both = torch.stack([moved, y.detach() + lr * slope_y])
        torch.testing.assert_close(games.simultaneous_step(point, lr), both)
        (slope_y,) = torch.autograd.grad(games.value(torch.stack([moved, y])), y)
        in_turn = torch.stack([moved, y.detach() + lr * slope_y])
        torch.testing.assert_close(games.alternating_step(point, lr), in_turn)


@pytest.mark.parametrize("lr", RATES)
@pytest.mark.parametrize(("step", "matrix"), PAIRS)
def test_matrix_is_the_step(step, matrix, lr):
    torch.testing.assert_close(step(points(), lr), points() @ matrix(lr).T)
    jacobian = torch.autograd.functional.jacobian(lambda point: step(point, lr), points()[0])
    torch.testing.assert_close(jacobian, matrix(lr))


@pytest.mark.parametrize("lr", [*RATES, 2.5, 10.0])
def test_simultaneous_steps_spiral_outwards(lr):
    sizes = torch.linalg.eigvals(games.simultaneous_matrix(lr)).abs()
    torch.testing.assert_close(sizes, torch.full((2,), math.sqrt(1 + lr**2), dtype=torch.float64))
    assert (sizes > 1).all()


@pytest.mark.parametrize("lr", RATES)
def test_alternating_steps_go_round_for_ever(lr):
    sizes = torch.linalg.eigvals(games.alternating_matrix(lr)).abs()
    torch.testing.assert_close(sizes, torch.ones(2, dtype=torch.float64))
    # x^2 + y^2 - lr x y stays what it was: an ellipse.
    path = games.trajectory(games.alternating_step, points()[0], lr, 1000)
    x, y = path.T
    kept = x**2 + y**2 - lr * x * y
    torch.testing.assert_close(kept, kept[:1].expand_as(kept))


def test_alternating_steps_escape_beyond_a_rate_of_two():
    assert torch.linalg.eigvals(games.alternating_matrix(2.1)).abs().max() > 1


@pytest.mark.parametrize("lr", [0.1, 0.5])
def test_trajectory_grows_by_the_eigenvalue(lr):
    path = games.trajectory(games.simultaneous_step, points()[0], lr, 20)
    assert path.shape == (21, 2)
    radius = path.norm(dim=1)
    torch.testing.assert_close(radius[1:] / radius[:-1], torch.full((20,), math.sqrt(1 + lr**2)).double())


def test_many_games_at_once_keep_their_shape_and_dtype():
    start = points(6).reshape(2, 3, 2).float()
    path = games.trajectory(games.alternating_step, start, 0.3, 4)
    assert path.shape == (5, 2, 3, 2)
    assert path.dtype == torch.float32


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: games.value(torch.zeros(3)), "shape"),
        (lambda: games.simultaneous_step(torch.tensor(0.0), 0.1), "shape"),
        (lambda: games.alternating_step(torch.zeros(2), 0.0), "above 0 and finite; got 0"),
        (lambda: games.simultaneous_matrix(-1.0), "got -1"),
        (lambda: games.alternating_matrix(math.nan), "got nan"),
        (lambda: games.trajectory(games.alternating_step, torch.zeros(2), 0.1, 0), "n_steps"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
