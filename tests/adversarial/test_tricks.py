"""The tricks: against numerical optima, averages over labels, moments, autograd and finite differences."""

import copy

import pytest
import torch
from torch import nn

from genai_lab.adversarial import objectives, tricks
from genai_lab.adversarial.optimum import optimal_discriminator
from genai_lab.nn.mlp import mlp


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=seeded(seed), dtype=torch.float64)


def networks() -> tuple[nn.Module, nn.Module]:
    torch.manual_seed(1)
    return mlp(2, 4, 3, activation=nn.Tanh).double(), mlp(3, 5, 1, activation=nn.Tanh).double()


def flat(module: nn.Module) -> torch.Tensor:
    return torch.cat([parameter.detach().flatten() for parameter in module.parameters()])


def test_hard_labels_give_the_ordinary_loss():
    real, fake = normal(7), normal(4, seed=1)
    smoothed = tricks.smoothed_discriminator_loss(real, fake, real_target=1.0)
    torch.testing.assert_close(smoothed, objectives.discriminator_loss(real, fake))


@pytest.mark.parametrize(("a", "b"), [(0.9, 0.0), (0.7, 0.0), (0.9, 0.1), (1.0, 0.0)])
def test_optimum_under_smoothing_is_where_the_loss_is_flat(a, b):
    # Data and samples in just these proportions; the loss is convex in the logits.
    data, samples = torch.tensor([0, 0, 0, 1, 1, 2]), torch.tensor([0, 1, 1, 2, 2, 2])
    p, q = (torch.bincount(rows).double() / 6 for rows in (data, samples))
    best = tricks.smoothed_optimal_discriminator(p, q, real_target=a, fake_target=b)
    logits = best.logit().requires_grad_()

    def loss(logits: torch.Tensor) -> torch.Tensor:
        real, fake = logits[data], logits[samples]
        return tricks.smoothed_discriminator_loss(real, fake, real_target=a, fake_target=b)

    (slope,) = torch.autograd.grad(loss(logits), logits)
    torch.testing.assert_close(slope, torch.zeros_like(slope), rtol=0, atol=1e-12)
    curvature = torch.autograd.functional.hessian(loss, logits.detach())
    assert (torch.linalg.eigvalsh(curvature) > 0).all()


def test_one_sided_smoothing_only_scales_the_optimum():
    p, q = normal(2, 9).softmax(-1)
    torch.testing.assert_close(
        tricks.smoothed_optimal_discriminator(p, q, real_target=0.9),
        0.9 * optimal_discriminator(p, q),
    )
    assert tricks.smoothed_optimal_discriminator(torch.zeros(1), torch.zeros(1)).item() == 0.5


def test_noisy_labels_average_to_soft_ones():
    real, fake = normal(6), normal(6, seed=1)
    generator = seeded()
    draws = torch.stack(
        [
            tricks.noisy_label_discriminator_loss(real, fake, flip=0.2, generator=generator)
            for _ in range(4000)
        ]
    )
    soft = tricks.smoothed_discriminator_loss(real, fake, real_target=0.8, fake_target=0.2)
    assert abs(draws.mean() - soft) < 6 * draws.std() / len(draws) ** 0.5


def test_labels_that_never_or_always_flip():
    real, fake = normal(6), normal(5, seed=1)
    never = tricks.noisy_label_discriminator_loss(real, fake, flip=0.0)
    always = tricks.noisy_label_discriminator_loss(real, fake, flip=1.0)
    torch.testing.assert_close(never, objectives.discriminator_loss(real, fake))
    torch.testing.assert_close(always, objectives.discriminator_loss(-real, -fake))


def test_instance_noise_has_its_moments_and_lets_gradients_through():
    x = normal(1000, 20).requires_grad_()
    noisy = tricks.instance_noise(x, 0.3, generator=seeded(5))
    added = (noisy - x).detach()
    assert abs(added.mean().item()) < 6 * 0.3 / added.numel() ** 0.5
    assert abs(added.std().item() - 0.3) < 6 * 0.3 / (2 * added.numel()) ** 0.5
    torch.testing.assert_close(torch.autograd.grad(noisy.sum(), x)[0], torch.ones_like(x))
    assert torch.equal(noisy, tricks.instance_noise(x, 0.3, generator=seeded(5)))
    assert tricks.instance_noise(x.float(), 0.3).dtype == torch.float32


def test_feature_matching_and_its_gradient():
    real, fake = normal(7, 4), normal(5, 4, seed=1).requires_grad_()
    loss = tricks.feature_matching_loss(real, fake)
    gap = fake.detach().numpy().mean(0) - real.numpy().mean(0)
    assert loss.item() == pytest.approx((gap**2).sum())
    (slope,) = torch.autograd.grad(loss, fake)
    torch.testing.assert_close(slope, torch.from_numpy(2 * gap / 5).expand(5, 4))
    assert tricks.feature_matching_loss(real, real.mean(0, keepdim=True)).item() == pytest.approx(
        0, abs=1e-20
    )


def test_feature_matching_leaves_the_features_of_data_alone():
    real = normal(7, 4).requires_grad_()
    loss = tricks.feature_matching_loss(real, normal(5, 4, seed=1).requires_grad_())
    assert torch.autograd.grad(loss, real, allow_unused=True) == (None,)


def test_unrolling_no_step_is_the_ordinary_loss():
    generator, discriminator = networks()
    x, z = normal(6, 3), normal(6, 2, seed=1)
    loss = tricks.unrolled_generator_loss(generator, discriminator, x, z, n_unroll=0)
    ordinary = objectives.generator_loss_non_saturating(discriminator(generator(z)))
    torch.testing.assert_close(loss, ordinary)
    for ours, truth in zip(
        torch.autograd.grad(loss, list(generator.parameters())),
        torch.autograd.grad(ordinary, list(generator.parameters())),
        strict=True,
    ):
        torch.testing.assert_close(ours, truth)


@pytest.mark.parametrize("n_unroll", [1, 3])
def test_unrolling_against_real_steps_and_finite_differences(n_unroll):
    generator, discriminator = networks()
    x, z = normal(6, 3), normal(6, 2, seed=1)

    def by_hand(generator: nn.Module) -> torch.Tensor:
        """The loss after real steps of SGD on a copy."""
        answer = copy.deepcopy(discriminator)
        optimizer = torch.optim.SGD(answer.parameters(), lr=0.5)
        for _ in range(n_unroll):
            optimizer.zero_grad()
            objectives.discriminator_loss(answer(x), answer(generator(z).detach())).backward()
            optimizer.step()
        return objectives.generator_loss_non_saturating(answer(generator(z))).detach()

    before = flat(discriminator)
    loss = tricks.unrolled_generator_loss(generator, discriminator, x, z, n_unroll=n_unroll, lr=0.5)
    torch.testing.assert_close(loss.detach(), by_hand(generator))
    loss.backward()
    assert torch.equal(flat(discriminator), before)
    assert all(parameter.grad is None for parameter in discriminator.parameters())
    for parameter in generator.parameters():
        numeric = torch.zeros_like(parameter)
        for index in range(parameter.numel()):
            value = parameter.data.view(-1)
            ends = []
            for shift in (1e-5, -2e-5):
                value[index] += shift
                ends.append(by_hand(generator))
            value[index] += 1e-5
            numeric.view(-1)[index] = (ends[0] - ends[1]) / 2e-5
        torch.testing.assert_close(parameter.grad, numeric, rtol=1e-4, atol=1e-8)


def test_unrolling_leaves_a_frozen_discriminator_frozen():
    generator, discriminator = networks()
    discriminator.requires_grad_(False)
    tricks.unrolled_generator_loss(
        generator, discriminator, normal(6, 3), normal(6, 2), n_unroll=1
    ).backward()
    assert not any(parameter.requires_grad for parameter in discriminator.parameters())
    assert all(parameter.grad is not None for parameter in generator.parameters())


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: tricks.smoothed_discriminator_loss(torch.zeros(1), torch.zeros(1), real_target=1.1),
            "got 1.1",
        ),
        (
            lambda: tricks.smoothed_optimal_discriminator(torch.ones(1), torch.ones(1), fake_target=-0.1),
            "and -0.1",
        ),
        (lambda: tricks.noisy_label_discriminator_loss(torch.zeros(1), torch.zeros(1), flip=2.0), "got 2"),
        (lambda: tricks.instance_noise(torch.zeros(1), -1.0), "at least 0; got -1"),
        (lambda: tricks.feature_matching_loss(torch.zeros(3, 2), torch.zeros(3, 4)), "shapes"),
        (lambda: tricks.feature_matching_loss(torch.zeros(0, 2), torch.zeros(3, 2)), "shapes"),
        (
            lambda: tricks.unrolled_generator_loss(*networks(), normal(2, 3), normal(2, 2), n_unroll=-1),
            "n_unroll",
        ),
        (lambda: tricks.unrolled_generator_loss(*networks(), normal(2, 3), normal(2, 2), lr=0.0), "above 0"),
    ],
)
def test_invalid_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
