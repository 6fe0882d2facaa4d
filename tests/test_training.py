"""The fit loop: against the same loop by hand, closed forms, and what it refuses."""

import pytest
import torch
from torch import nn

from genai_lab.training import fit


def regression(n=90):
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(n, 3, generator=generator, dtype=torch.float64)
    y = x @ torch.tensor([[1.0], [-2.0], [0.5]], dtype=torch.float64) + 0.3
    return x, y + 0.1 * torch.randn(n, 1, generator=generator, dtype=torch.float64)


def line():
    torch.manual_seed(0)
    return nn.Linear(3, 1).double()


def test_it_finds_the_least_squares_line():
    (x, y), model = regression(), line()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.99)
    loss = lambda x, y: (model(x) - y).square()  # noqa: E731
    fit(model, loss, x, y, n_epochs=1000, optimizer=optimizer, scheduler=scheduler, progress=False)
    design = torch.cat([x, torch.ones_like(y)], 1)
    truth = torch.linalg.lstsq(design, y).solution.T
    torch.testing.assert_close(
        torch.cat([model.weight, model.bias[None]], 1).detach(), truth, atol=1e-4, rtol=0
    )


def test_one_full_batch_is_one_step_of_adam_and_the_history_is_the_loss_before_it():
    (x, y), model, twin = regression(), line(), line()
    history = fit(
        model, lambda x, y: (model(x) - y).square(), x, y, n_epochs=2, batch_size=90, progress=False
    )
    optimizer, expected = torch.optim.Adam(twin.parameters(), lr=1e-3), []
    for _ in range(2):
        loss = (twin(x) - y).square().mean()
        expected.append(loss.detach())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    torch.testing.assert_close(history, torch.stack(expected))
    torch.testing.assert_close(model.weight, twin.weight)


def test_every_epoch_visits_every_row_once_in_the_generators_order():
    rows, seen = torch.arange(10.0)[:, None], []
    model = nn.Linear(1, 1)

    def loss(x):
        seen.append(x.flatten())
        return model(x)

    def order(seed):
        seen.clear()
        fit(
            model,
            loss,
            rows,
            n_epochs=3,
            batch_size=4,
            generator=torch.Generator().manual_seed(seed),
            progress=False,
        )
        assert [len(batch) for batch in seen] == 3 * [4, 4, 2]
        return torch.cat(seen)

    first = order(0)
    assert all(torch.equal(epoch.sort().values, rows.flatten()) for epoch in first.split(10))
    assert not torch.equal(*first.split(10)[:2])
    assert torch.equal(order(0), first)
    assert not torch.equal(order(1), first)


def test_the_history_weighs_a_short_last_batch_by_its_rows():
    model = nn.Linear(1, 1)
    x = torch.tensor([[1.0], [2.0], [6.0]])
    loss = lambda x: x + 0 * model(x)  # noqa: E731
    assert fit(model, loss, x, n_epochs=1, batch_size=2, progress=False).item() == pytest.approx(3.0)


@pytest.mark.parametrize("training", [True, False])
def test_it_trains_in_train_mode_and_restores_the_mode(training):
    model, modes = nn.Linear(1, 1).train(training), []

    def loss(x):
        modes.append(model.training)
        return model(x)

    fit(model, loss, torch.ones(4, 1), n_epochs=1, progress=False)
    assert modes == [True]
    assert model.training is training


def test_the_bar_goes_to_stdout_and_can_be_turned_off(capsys):
    model = nn.Linear(1, 1)
    for progress in (False, True):
        fit(model, lambda x: model(x) ** 2, torch.ones(4, 1), n_epochs=2, progress=progress)
        out, err = capsys.readouterr()
        assert ("loss" in out) is progress
        assert not err


def test_a_loss_that_explodes_is_reported_and_the_mode_restored():
    model = nn.Linear(1, 1).eval()
    with pytest.raises(FloatingPointError, match="the loss became nan in epoch 1: try a smaller lr"):
        fit(model, lambda x: model(x) * torch.nan, torch.ones(4, 1), n_epochs=2, progress=False)
    assert not model.training


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ((), {}, "data must be tensors of one length"),
        ((torch.ones(3, 1), torch.ones(2, 1)), {}, r"got lengths \[2, 3\]"),
        ((torch.ones(0, 1),), {}, "at least 1"),
        ((torch.ones(3, 1),), {"n_epochs": 0}, "got 0 and 128"),
        ((torch.ones(3, 1),), {"batch_size": 0}, "got 1 and 0"),
    ],
)
def test_bad_input_is_refused(data, options, message):
    model = nn.Linear(1, 1)
    with pytest.raises(ValueError, match=message):
        fit(model, lambda *batch: model(batch[0]), *data, **({"n_epochs": 1} | options))
