"""The autoencoder against scipy, scikit-learn, autograd, and the binary numbers that 8-3-8 finds."""

import copy

import pytest
import torch
from safetensors.torch import load_model, save_model
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from torch import nn

from genai_lab.autoencoders.autoencoder import (
    Autoencoder,
    outlier_scores,
    pca_reconstruct,
    reconstruction_error,
    training_step,
)
from genai_lab.nn.mlp import mlp
from genai_lab.training import fit


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=generator(seed), dtype=torch.float64)


@pytest.mark.parametrize("shape", [(1, 1), (7, 4), (3, 784)])
def test_error_is_scipys_squared_distance(shape):
    x, x_hat = normal(*shape), normal(*shape, seed=1)
    truth = cdist(x.numpy(), x_hat.numpy(), "sqeuclidean").diagonal().copy()
    torch.testing.assert_close(reconstruction_error(x, x_hat), torch.from_numpy(truth))


def test_gradient_of_the_error_is_twice_the_residual():
    x, x_hat = normal(5, 3), normal(5, 3, seed=1).requires_grad_()
    reconstruction_error(x, x_hat).sum().backward()
    torch.testing.assert_close(x_hat.grad, 2 * (x_hat.detach() - x))


@pytest.mark.parametrize("n_hidden", [(), (6,), (9, 5)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_codes_and_outputs_have_shape_dtype_and_range(n_hidden, dtype):
    model = Autoencoder(7, 3, n_hidden=n_hidden).to(dtype)
    x = 10 * normal(11, 7).to(dtype)
    z, x_hat = model.encode(x), model(x)
    assert z.shape == (11, 3)
    assert x_hat.shape == (11, 7)
    assert z.dtype == x_hat.dtype == dtype
    assert 0 <= z.min() < z.max() <= 1
    assert 0 <= x_hat.min() < x_hat.max() <= 1
    assert torch.equal(x_hat, model.decode(z))
    assert torch.equal(z, model.encoder(x))
    assert torch.equal(x_hat, model.decoder(model.encoder(x)))


def test_one_layer_each_way_is_the_formula():
    model = Autoencoder(4, 2).double()
    (encode, _), (decode, _) = model.encoder, model.decoder
    (w, b), (w_out, b_out) = encode[0].parameters(), decode[0].parameters()
    x = normal(5, 4)
    z = 1 / (1 + (-(x @ w.T + b)).exp())
    torch.testing.assert_close(model.encode(x), z)
    torch.testing.assert_close(model(x), 1 / (1 + (-(z @ w_out.T + b_out)).exp()))
    assert sum(p.numel() for p in model.parameters()) == 4 * 2 + 2 + 2 * 4 + 4


def test_decoder_mirrors_the_encoder():
    model = Autoencoder(9, 2, n_hidden=(7, 4))
    widths = [[layer.in_features for layer in half[0] if isinstance(layer, nn.Linear)] for half in
              (model.encoder, model.decoder)]  # fmt: skip
    assert widths == [[9, 7, 4], [2, 4, 7]]


def test_8_3_8_finds_a_binary_code():
    x, codes = torch.eye(8), []
    for seed in range(2):
        torch.manual_seed(seed)
        model = Autoencoder(8, 3)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
        for _ in range(500):
            error = training_step(model, x, optimizer)
        assert error < 0.05
        assert torch.equal(model(x).round(), x)
        codes.append(len({tuple(row) for row in model.encode(x).round().tolist()}))
    assert max(codes) == 8


def test_step_is_the_optimizers_step_on_the_mean_error():
    start = mlp(4, 2, 4).double()
    model, twin, x = copy.deepcopy(start), copy.deepcopy(start), normal(6, 4)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    history = [training_step(model, x, optimizer) for _ in range(3)]
    truth = fit(
        twin, lambda x: reconstruction_error(x, twin(x)), x, n_epochs=3, batch_size=6, lr=0.1, progress=False
    )
    torch.testing.assert_close(torch.tensor(history, dtype=torch.float64), truth)
    for ours, theirs in zip(model.parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)


def test_step_follows_the_gradient_found_by_differences():
    model, x, lr, h = mlp(3, 3).double(), normal(5, 3), 0.01, 1e-6
    twin = copy.deepcopy(model)
    training_step(model, x, torch.optim.SGD(model.parameters(), lr=lr))
    probe = twin[0].weight
    for index in [(0, 0), (2, 1)]:
        before, losses = probe[index].item(), []
        for sign in (1, -1):
            with torch.no_grad():
                probe[index] = before + sign * h
                losses.append((x - twin(x)).square().sum().item() / 5)
                probe[index] = before
        slope = (losses[0] - losses[1]) / (2 * h)
        assert model[0].weight[index].item() == pytest.approx(before - lr * slope, abs=1e-9)


@pytest.mark.parametrize(("N", "D", "k"), [(30, 5, 1), (30, 5, 3), (30, 5, 5), (4, 9, 2), (9, 1, 1)])
def test_pca_is_scikit_learns(N, D, k):
    x = normal(N, D) @ normal(D, D, seed=1) + 5
    pca = PCA(k, svd_solver="full")
    truth = torch.from_numpy(pca.inverse_transform(pca.fit_transform(x.numpy())))
    torch.testing.assert_close(pca_reconstruct(x, k), truth)


def test_no_affine_map_of_that_rank_beats_pca():
    x = normal(40, 6) @ normal(6, 6, seed=1) + 1
    best = reconstruction_error(x, pca_reconstruct(x, 2)).sum()
    for seed in range(20):
        # Any encoder, and for it the best decoder, by least squares.
        code = torch.cat([x @ normal(6, 2, seed=seed + 2), torch.ones(40, 1, dtype=x.dtype)], 1)
        x_hat = code @ torch.linalg.lstsq(code, x).solution
        assert reconstruction_error(x, x_hat).sum() >= best * (1 - 1e-12)


def test_pca_error_is_the_discarded_variance_and_falls_with_k():
    x = normal(25, 4) @ normal(4, 4, seed=1)
    values = torch.linalg.eigvalsh(torch.cov(x.T, correction=0)).flip(0)
    errors = torch.stack([reconstruction_error(x, pca_reconstruct(x, k)).mean() for k in range(1, 5)])
    torch.testing.assert_close(errors, values.sum() - values.cumsum(0), atol=1e-12, rtol=1e-9)


def test_pca_moves_with_the_data_and_repeats_itself():
    x, shift = normal(20, 4), torch.tensor([1.0, -2.0, 30.0, 0.0], dtype=torch.float64)
    once = pca_reconstruct(x, 2)
    torch.testing.assert_close(pca_reconstruct(x + shift, 2), once + shift)
    torch.testing.assert_close(pca_reconstruct(once, 2), once)
    assert pca_reconstruct(x.float(), 2).dtype == torch.float32


def test_scores_are_errors_in_eval_mode_and_modes_come_back():
    model = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3), nn.Dropout(0.5)).double()
    model[1].eval()  # a part whose mode differs from the rest
    x, state = normal(6, 3), copy.deepcopy(model.state_dict())
    truth = reconstruction_error(x, copy.deepcopy(model).eval()(x)).detach()
    scores = outlier_scores(model, x.requires_grad_())
    torch.testing.assert_close(scores, truth)
    assert not scores.requires_grad
    assert [part.training for part in model.modules()] == [True, True, False, True]
    assert all(torch.equal(value, state[name]) for name, value in model.state_dict().items())


def test_modes_come_back_after_an_error():
    model = nn.Linear(3, 3)
    with pytest.raises(RuntimeError):
        outlier_scores(model, torch.ones(2, 5))
    assert model.training


def test_what_was_never_seen_scores_higher():
    torch.manual_seed(0)
    x = normal(300, 2).float() @ normal(2, 8, seed=1).float()
    x, strange = x.sigmoid(), torch.rand(100, 8, generator=generator())
    model = Autoencoder(8, 2, n_hidden=(16,))
    fit(model, lambda x: reconstruction_error(x, model(x)), x, n_epochs=150, lr=0.01, progress=False)
    scores = outlier_scores(model, x), outlier_scores(model, strange)
    auc = (scores[0][:, None] < scores[1]).double().mean()
    assert auc > 0.9


def test_saved_and_loaded(tmp_path):
    model, other = Autoencoder(6, 2, n_hidden=(4,)), Autoencoder(6, 2, n_hidden=(4,))
    save_model(model, str(tmp_path / "model.safetensors"))
    load_model(other, str(tmp_path / "model.safetensors"))
    x = torch.rand(5, 6, generator=generator())
    assert torch.equal(model(x), other(x))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: reconstruction_error(torch.ones(2, 3), torch.ones(3, 2)), r"got \(2, 3\) and \(3, 2\)"),
        (lambda: reconstruction_error(torch.ones(3), torch.ones(3)), r"got \(3,\) and \(3,\)"),
        (lambda: Autoencoder(0, 3), r"at least 1; got \(0, 3\)"),
        (lambda: Autoencoder(4, 3, n_hidden=(0,)), r"at least 1; got \(4, 0, 3\)"),
        (lambda: pca_reconstruct(torch.ones(3), 1), r"shape \(N, D\).*\(3,\)"),
        (lambda: pca_reconstruct(torch.ones(0, 3), 1), r"at least one row; got \(0, 3\)"),
        (lambda: pca_reconstruct(torch.ones(2, 3), 0), "from 1 to D = 3; got 0"),
        (lambda: pca_reconstruct(torch.ones(2, 3), 4), "from 1 to D = 3; got 4"),
        (lambda: outlier_scores(nn.Identity(), torch.ones(3)), r"got \(3,\) and \(3,\)"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
