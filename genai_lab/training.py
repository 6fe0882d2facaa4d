"""The one training loop for models with a single objective: mini-batches, gradient, Adam, a history.

GANs have two objectives and a loop of their own, in `genai_lab.adversarial.training`.
"""

import sys
from collections.abc import Callable

import torch
from torch import Tensor, nn
from tqdm import tqdm


def fit(
    model: nn.Module,
    loss: Callable[..., Tensor],
    *data: Tensor,
    n_epochs: int,
    batch_size: int = 128,
    lr: float = 1e-3,
    optimizer: torch.optim.Optimizer | None = None,
    scheduler: torch.optim.lr_scheduler.LRScheduler | None = None,
    generator: torch.Generator | None = None,
    progress: bool = True,
) -> Tensor:
    """Minimise the mean of a loss over the data by stochastic gradient descent on shuffled mini-batches.

        theta <- theta - lr * Adam(grad of  mean over the batch of loss(batch; theta))

    Adam: Kingma and Ba (2015), Algorithm 1. Each epoch visits every row once, in a new order.

    Args:
        model: trained in place, in train mode; its mode is restored.
        loss: from a batch of each data tensor to the loss, one value for each row or their mean.
        data: tensors with N rows each, row i of all of them belonging together.
        n_epochs: how many times each row is visited.
        batch_size: rows in a batch; the last of an epoch may have fewer.
        lr: the learning rate of Adam.
        optimizer: used instead of Adam at lr.
        scheduler: of that optimizer; it steps after each epoch.
        generator: where the order of the rows comes from; None means torch's own. On the CPU.
        progress: whether to show a bar.

    Returns:
        The mean loss of each epoch, while its rows were visited, shape (n_epochs,).

    Raises:
        ValueError: if there are no data or they differ in length, or a number is below 1.
        FloatingPointError: if the loss of an epoch is not finite.

    >>> x = torch.randn(200, 1)
    >>> line = nn.Linear(1, 1)
    >>> history = fit(line, lambda x, y: (line(x) - y) ** 2, x, 3 * x, n_epochs=200, lr=0.1, progress=False)
    >>> bool(history[-1] < 0.01)
    True
    """
    lengths = {len(tensor) for tensor in data}
    if len(lengths) != 1 or 0 in lengths:
        raise ValueError(f"data must be tensors of one length, at least 1; got lengths {sorted(lengths)}")
    if n_epochs < 1 or batch_size < 1:
        raise ValueError(f"n_epochs and batch_size must be at least 1; got {n_epochs} and {batch_size}")
    # Fused: for small networks the updates would cost more than the gradients.
    optimizer = optimizer or torch.optim.Adam(model.parameters(), lr=lr, fused=True)
    was_training, n_rows, history = model.training, lengths.pop(), []
    model.train()
    # On stdout: whatever stands on stderr is shown in red, as if something had gone wrong.
    bar = tqdm(range(n_epochs), unit="epoch", file=sys.stdout, disable=not progress, mininterval=0.5)
    try:
        for _ in bar:
            total = torch.zeros((), dtype=torch.float64)
            order = torch.randperm(n_rows, generator=generator).to(data[0].device)
            for rows in order.split(batch_size):
                optimizer.zero_grad()
                value = loss(*(tensor[rows] for tensor in data)).mean()
                value.backward()
                optimizer.step()
                total += value.item() * len(rows)
            history.append(total / n_rows)
            if not history[-1].isfinite():
                raise FloatingPointError(
                    f"the loss became {history[-1].item()} in epoch {len(history)}: try a smaller lr"
                )
            if scheduler is not None:
                scheduler.step()
            bar.set_postfix(loss=f"{history[-1].item():.4g}", refresh=False)
    finally:
        bar.close()
        model.train(was_training)
    return torch.stack(history)


def descend(loss: Tensor, optimizer: torch.optim.Optimizer) -> float:
    """One step of an optimizer down a loss.

        theta <- theta - the optimizer's step on  grad_theta loss

    Args:
        loss: shape (), with a gradient to what the optimizer holds; gradients left there are cleared first.
        optimizer: of any kind.

    Returns:
        The loss before the step.

    >>> theta = torch.tensor([3.0], requires_grad=True)
    >>> descend(theta.square().sum(), torch.optim.SGD([theta], lr=0.25)), theta.item()
    (9.0, 1.5)
    """
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
