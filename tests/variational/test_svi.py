"""Stochastic variational inference, on the linear-Gaussian model: what it looks for is known there."""

import functools
import itertools
import math

import pytest
import torch
from numpy.polynomial.hermite_e import hermegauss
from torch import nn
from torch.distributions import Normal

from genai_lab.probability import linear_gaussian
from genai_lab.variational import svi

NOISE = 0.6


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=seeded(seed), dtype=torch.float64)


def model(
    n_features: int = 4, n_latent: int = 2, *, orthogonal: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    weight = normal(n_features, n_latent, seed=1)
    if orthogonal:  # the posterior's covariance is then diagonal
        weight = torch.linalg.qr(weight).Q * torch.tensor([1.5, 0.7], dtype=torch.float64)
    return weight, normal(n_features, seed=2)


def joint(weight: torch.Tensor, bias: torch.Tensor) -> svi.LogJoint:
    return functools.partial(
        linear_gaussian.linear_gaussian_log_joint, weight=weight, bias=bias, noise_std=NOISE
    )


def data(n: int, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return linear_gaussian.linear_gaussian_sample(n, weight, bias, NOISE, generator=seeded(3))[0]


def test_estimate_of_the_elbo_has_the_closed_form_as_its_mean():
    weight, bias = model()
    x, mu, logvar = data(3, weight, bias), normal(3, 2, seed=4), 0.5 * normal(3, 2, seed=5)
    truth = linear_gaussian.linear_gaussian_elbo(x, mu, logvar, weight, bias, NOISE)
    estimates = torch.stack(
        [
            svi.elbo_estimate(joint(weight, bias), x, mu, logvar, eps[None])
            for eps in normal(4000, 3, 2, seed=6)
        ]
    )
    error = estimates.std(0) / len(estimates) ** 0.5
    assert ((estimates.mean(0) - truth).abs() <= 5 * error).all()
    # The log-joint is quadratic in z: four points of Gauss and Hermite, of equal weight, are exact.
    nodes, weights = (torch.from_numpy(values) for values in hermegauss(2))
    assert torch.allclose(weights, weights[:1])
    eps = torch.tensor(list(itertools.product(nodes.tolist(), repeat=2))).double()[:, None].expand(4, 3, 2)
    torch.testing.assert_close(svi.elbo_estimate(joint(weight, bias), x, mu, logvar, eps), truth)


def test_step_is_the_gradient_step_on_the_rows_of_the_batch():
    weight, bias = model()
    x, index, eps = data(6, weight, bias), torch.tensor([4, 1]), normal(3, 2, 2, seed=6)
    start = normal(6, 2, seed=4), 0.5 * normal(6, 2, seed=5)
    mu, logvar = (tensor.clone().requires_grad_() for tensor in start)
    loss = svi.svi_step(joint(weight, bias), x, mu, logvar, index, eps, torch.optim.SGD([mu, logvar], lr=0.1))

    # By hand: d log p(x, z) / dz = W^T (x - W z - b) / s^2 - z, and the entropy's slope is 1/2.
    std = (start[1][index] / 2).exp()
    z = start[0][index] + std * eps
    slope = (x[index] - z @ weight.T - bias) @ weight / NOISE**2 - z
    moved = [tensor.clone() for tensor in start]
    moved[0][index] += 0.1 * slope.mean(0) / 2
    moved[1][index] += 0.1 * ((slope * eps * std / 2).mean(0) + 0.5) / 2
    torch.testing.assert_close(mu.detach(), moved[0])
    torch.testing.assert_close(logvar.detach(), moved[1])
    log_p = Normal(z @ weight.T + bias, NOISE).log_prob(x[index]).sum(-1) + Normal(0.0, 1.0).log_prob(z).sum(
        -1
    )
    truth = -(log_p.mean(0) + Normal(z[0], std).entropy().sum(-1)).mean()
    assert loss == pytest.approx(truth.item())


def test_step_moves_the_model_too_where_the_optimizer_holds_it():
    weight, bias = model()
    x, eps = data(5, weight, bias), normal(4, 5, 2, seed=6)
    mu, logvar = (torch.zeros(5, 2, dtype=torch.float64).requires_grad_() for _ in range(2))
    learned = weight.clone().requires_grad_()
    optimizer = torch.optim.SGD([mu, logvar, learned], lr=0.01)
    svi.svi_step(joint(learned, bias), x, mu, logvar, torch.arange(5), eps, optimizer)
    # d log p(x | z) / dW = (x - W z - b) z^T / s^2, at z = eps.
    errors = x - eps @ weight.T - bias
    slope = torch.einsum("snd,snz->dz", errors, eps) / NOISE**2 / (4 * 5)
    torch.testing.assert_close(learned.detach(), weight + 0.01 * slope)


@pytest.mark.parametrize(("batch_size", "n_samples"), [(None, 8), (5, 16)])
def test_svi_finds_the_mean_field_posterior(batch_size: int | None, n_samples: int):
    weight, bias = model()
    weight[:, 1] = (
        0.8 * weight[:, 0] + 0.4 * weight[:, 1]
    )  # so that the posterior's latents lean on each other
    x = data(12, weight, bias)
    mu, logvar, history = svi.svi(
        joint(weight, bias), x, 2, 1000, batch_size=batch_size, n_samples=n_samples, generator=seeded()
    )
    best = linear_gaussian.mean_field_posterior(x, weight, bias, NOISE)
    elbo = linear_gaussian.linear_gaussian_elbo(x, mu, logvar, weight, bias, NOISE)
    highest = linear_gaussian.linear_gaussian_elbo(x, *best, weight, bias, NOISE)
    assert history.shape == (1000,)
    assert (elbo <= highest + 1e-12).all()
    assert (highest - elbo).max() < 0.02
    torch.testing.assert_close(mu, best[0], rtol=0, atol=0.1)
    torch.testing.assert_close(logvar, best[1], rtol=0, atol=0.2)
    # The posterior's own marginals are wider: that is not what is found.
    _, covariance = linear_gaussian.linear_gaussian_posterior(x, weight, bias, NOISE)
    assert (covariance.diagonal().log() - logvar.mean(0)).min() > 0.3
    assert -history[-100:].mean() == pytest.approx(highest.mean().item(), abs=0.5)


def test_svi_learns_the_model_along():
    weight, bias = model(orthogonal=True)
    x = data(200, weight, bias)
    learned = (0.1 * normal(4, 2, seed=9)).requires_grad_()

    def evidence(weight: torch.Tensor) -> float:
        return linear_gaussian.linear_gaussian_log_prob(x, weight, bias, NOISE).mean().item()

    before, truth = evidence(learned.detach()), evidence(weight)
    svi.svi(joint(learned, bias), x, 2, 800, n_samples=2, lr=0.1, parameters=[learned], generator=seeded())
    # More probable than under the weight that made the data, as its maximum is.
    assert before < truth - 0.5
    assert evidence(learned.detach()) > truth - 0.02


def test_linear_encoder_reaches_the_posterior_where_that_is_diagonal():
    weight, bias = model(orthogonal=True)
    x = data(300, weight, bias)
    line = nn.Linear(4, 4).double()
    with torch.no_grad():
        for parameter in line.parameters():
            parameter.zero_()
    optimizer = torch.optim.Adam(line.parameters(), lr=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 800)
    rng = seeded(5)
    for _ in range(800):
        eps = torch.randn(2, 300, 2, generator=rng, dtype=torch.float64)
        svi.amortized_step(lambda x: line(x).chunk(2, -1), joint(weight, bias), x, eps, optimizer)
        schedule.step()
    unseen = linear_gaussian.linear_gaussian_sample(50, weight, bias, NOISE, generator=seeded(8))[0]
    mu, logvar = (part.detach() for part in line(unseen).chunk(2, -1))
    gap = linear_gaussian.linear_gaussian_log_prob(unseen, weight, bias, NOISE)
    gap = gap - linear_gaussian.linear_gaussian_elbo(unseen, mu, logvar, weight, bias, NOISE)
    assert (gap >= -1e-12).all()
    assert gap.mean() < 0.005
    torch.testing.assert_close(
        mu, linear_gaussian.mean_field_posterior(unseen, weight, bias, NOISE)[0], rtol=0, atol=0.15
    )


def test_amortized_step_is_the_chain_rule_through_the_encoder():
    weight, bias = model()
    x, eps = data(5, weight, bias), normal(3, 5, 2, seed=6)
    A = normal(4, 4, seed=7).requires_grad_()
    start = A.detach().clone()
    mu, logvar = (part.clone().requires_grad_() for part in (x @ start).chunk(2, -1))
    free = torch.optim.SGD([mu, logvar], lr=1.0)
    truth = svi.svi_step(joint(weight, bias), x, mu, logvar, torch.arange(5), eps, free)
    gradient = x.T @ torch.cat([mu.grad, logvar.grad], -1)
    optimizer = torch.optim.SGD([A], lr=0.01)
    loss = svi.amortized_step(lambda x: (x @ A).chunk(2, -1), joint(weight, bias), x, eps, optimizer)
    assert loss == pytest.approx(truth)
    torch.testing.assert_close(A.detach(), start - 0.01 * gradient)


def test_draws_follow_the_generator_and_the_dtype_follows_the_data():
    weight, bias = (tensor.float() for tensor in model())
    x = data(6, weight, bias)
    runs = [svi.svi(joint(weight, bias), x, 2, 5, batch_size=3, generator=seeded(s)) for s in (1, 1, 2)]
    assert all(torch.equal(*pair) for pair in zip(runs[0], runs[1], strict=True))
    assert not torch.equal(runs[0][0], runs[2][0])
    assert {tensor.dtype for tensor in runs[0]} == {torch.float32}
    assert not any(tensor.requires_grad for tensor in runs[0])


def test_entropy_is_that_of_a_gaussian():
    logvar = normal(3, 2, seed=4)
    zero = svi.elbo_estimate(lambda x, z: torch.zeros(z.shape[:-1]), logvar, logvar, logvar, logvar[None])
    truth = Normal(torch.zeros(3, 2).double(), (logvar / 2).exp()).entropy().sum(-1)
    torch.testing.assert_close(zero, truth)
    torch.testing.assert_close(truth, (logvar / 2).sum(-1) + math.log(2 * math.pi * math.e))


def flat(x: torch.Tensor, z: torch.Tensor) -> torch.Tensor:
    return z.sum(-1)


x, rows = torch.zeros(3, 2), torch.zeros(3, 1, requires_grad=True)
still = torch.optim.SGD([rows], lr=0.1)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: svi.elbo_estimate(flat, x, rows, rows, torch.zeros(3, 1)),
            r"got \(3, 2\), \(3, 1\) and \(3, 1\)",
        ),
        (lambda: svi.elbo_estimate(flat, x, rows, rows, torch.zeros(2, 1, 1)), "shapes"),
        (lambda: svi.elbo_estimate(flat, x, rows, torch.zeros(3, 2), torch.zeros(2, 3, 1)), "one shape"),
        (
            lambda: svi.elbo_estimate(lambda x, z: z, x, rows, rows, torch.zeros(2, 3, 1)),
            "log_joint must give",
        ),
        (
            lambda: svi.svi_step(flat, x, rows[:2], rows[:2], torch.arange(2), torch.zeros(1, 2, 1), still),
            "N rows",
        ),
        (lambda: svi.svi_step(flat, x, rows, rows, torch.tensor(1), torch.zeros(1, 1, 1), still), "index"),
        (lambda: svi.svi_step(flat, x, rows, rows, torch.arange(2), torch.zeros(1, 3, 1), still), "shapes"),
        (lambda: svi.amortized_step(lambda x: (rows, rows), flat, x, torch.zeros(1, 2, 1), still), "shapes"),
        (lambda: svi.svi(flat, x, 0, 5), "n_latent"),
        (lambda: svi.svi(flat, x, 1, 5, batch_size=4), "got 1, 5, 1 and 4 for 3 rows"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
