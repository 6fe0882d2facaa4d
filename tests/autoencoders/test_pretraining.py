"""The classifier on an encoder: the formula, whose parameters learn, and what pretraining buys."""

import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_model, save_model
from torch import nn

from genai_lab.autoencoders.autoencoder import Autoencoder
from genai_lab.autoencoders.pretraining import Classifier
from genai_lab.training import fit


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_logits_are_an_affine_map_of_the_code():
    encoder, x = nn.Linear(5, 3), normal(7, 5)
    model = Classifier(encoder, 3, 4).double()
    truth = encoder(x) @ model.head.weight.T + model.head.bias
    torch.testing.assert_close(model(x), truth)
    assert model(x).dtype == torch.float64
    with torch.no_grad():
        model.head.weight.mul_(1e6)
    assert model(x).abs().max() > 1e3


def test_encoder_is_a_part_of_the_model_and_learns():
    encoder = nn.Linear(2, 3)
    model = Classifier(encoder, 3, 2)
    assert model.encoder is encoder
    assert {id(p) for p in encoder.parameters()} < {id(p) for p in model.parameters()}
    x = normal(60, 2).float()
    y, start = (x.sum(1) > 0).long(), encoder.weight.detach().clone()
    history = fit(
        model, lambda x, y: F.cross_entropy(model(x), y), x, y, n_epochs=60, lr=0.05, progress=False
    )
    assert history[-1] < 0.5 * history[0]
    assert not torch.equal(encoder.weight, start)


def test_gradients_agree_with_differences():
    model, y = Classifier(nn.Linear(3, 2), 2, 3).double(), torch.tensor([0, 2, 1, 0])
    assert torch.autograd.gradcheck(lambda x: F.cross_entropy(model(x), y), (normal(4, 3).requires_grad_(),))


def test_encoder_of_an_autoencoder_and_modes():
    model = Classifier(nn.Sequential(Autoencoder(6, 4, n_hidden=(5,)).encoder, nn.Dropout(0.5)), 4, 3)
    x = normal(9, 6).float()
    assert not torch.equal(model(x), model(x))
    assert torch.equal(model.eval()(x), model(x))


def test_saved_and_loaded(tmp_path):
    first, second = (Classifier(Autoencoder(6, 4).encoder, 4, 3) for _ in range(2))
    save_model(first, str(tmp_path / "classifier.safetensors"))
    load_model(second, str(tmp_path / "classifier.safetensors"))
    x = normal(5, 6).float()
    assert torch.equal(first(x), second(x))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Classifier(nn.Identity(), 0, 3), "at least 1; got 0 and 3"),
        (lambda: Classifier(nn.Identity(), 2, 0), "at least 1; got 2 and 0"),
        (lambda: Classifier(nn.Identity(), 2, 3)(torch.ones(4, 5)), r"shape \(N, 2\); got \(4, 5\)"),
        (lambda: Classifier(nn.Identity(), 2, 3)(torch.ones(2)), r"shape \(N, 2\); got \(2,\)"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
