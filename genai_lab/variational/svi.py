"""Stochastic variational inference: one Gaussian a datum, or one encoder for all of them.

    ELBO(x; q) = E_q[log p(x, z)] + H(q),   q = N(mu, diag exp(logvar))
    H(q) = 1/2 sum_k (logvar_k + log 2 pi e)

`svi_step` improves the parameters mu_i, logvar_i of the data in a batch; `svi` repeats it. `amortized_step`
improves an encoder that maps every x to its parameters. Both descend on minus the mean over the batch, the
first term averaged over S draws of z that gradients pass through.
Source: Hoffman et al., Stochastic Variational Inference (2013); Kingma and Welling, Auto-Encoding Variational
Bayes (2014), section 2.3; Gershman and Goodman, Amortized Inference in Probabilistic Reasoning (2014).
"""

import math
import sys
from collections.abc import Callable, Iterable

import torch
from torch import Tensor
from tqdm import tqdm

from genai_lab.training import descend
from genai_lab.variational.elbo import reparameterize

LogJoint = Callable[[Tensor, Tensor], Tensor]


def elbo_estimate(log_joint: LogJoint, x: Tensor, mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """The ELBO of each example, its first term averaged over S draws, q's entropy in closed form.

        1/S sum_s log p(x, z_s) + sum_k (logvar_k + log 2 pi e) / 2,   z_s = mu + exp(logvar / 2) eps_s

    Args:
        log_joint: from x (B, D) and z (S, B, Z) to log p(x, z), shape (S, B).
        x: data, shape (B, D).
        mu: means of q, shape (B, Z).
        logvar: log-variances of q, shape (B, Z).
        eps: standard normal noise, shape (S, B, Z).

    Returns:
        One value for each example, in nats, to be maximised, shape (B,).

    Raises:
        ValueError: if a shape does not fit.

    >>> flat = lambda x, z: torch.zeros(z.shape[:-1])
    >>> elbo_estimate(flat, torch.zeros(1, 2), torch.zeros(1, 1), torch.zeros(1, 1), torch.zeros(3, 1, 1))
    tensor([1.4189])
    """
    if mu.ndim != 2 or len(mu) != len(x) or eps.ndim != 3 or len(eps) == 0 or eps.shape[1:] != mu.shape:
        raise ValueError(
            "x, mu and eps must have shapes (B, D), (B, Z) and (S, B, Z); "
            f"got {tuple(x.shape)}, {tuple(mu.shape)} and {tuple(eps.shape)}"
        )
    log_p = log_joint(x, reparameterize(mu, logvar, eps))
    if log_p.shape != eps.shape[:2]:
        raise ValueError(
            f"log_joint must give shape (S, B) = {tuple(eps.shape[:2])}; got {tuple(log_p.shape)}"
        )
    return log_p.mean(0) + 0.5 * (logvar + math.log(2 * math.pi * math.e)).sum(-1)


def svi_step(
    log_joint: LogJoint,
    x: Tensor,
    mu: Tensor,
    logvar: Tensor,
    index: Tensor,
    eps: Tensor,
    optimizer: torch.optim.Optimizer,
) -> float:
    """One update of the variational parameters of some of the data, and of all else that the optimizer holds.

        loss = - mean over i in index of ELBO(x_i; mu_i, logvar_i)

    The rows that are not in the batch get a gradient of 0; an optimizer with momentum may move them all the
    same, by what it remembers. Source: Hoffman et al. (2013), with gradients through the draws.

    Args:
        log_joint: from x (B, D) and z (S, B, Z) to log p(x, z), shape (S, B).
        x: all data, shape (N, D).
        mu: means, a row a datum, shape (N, Z), a leaf that the optimizer holds.
        logvar: log-variances, likewise.
        index: the rows of the batch, shape (B,).
        eps: standard normal noise, shape (S, B, Z).
        optimizer: over mu, logvar and, where they are to be learned, the parameters of log_joint.

    Returns:
        The loss before the update, in nats.

    Raises:
        ValueError: if a shape does not fit.

    >>> mu, logvar = torch.zeros(3, 1, requires_grad=True), torch.zeros(3, 1, requires_grad=True)
    >>> step = torch.optim.SGD([mu, logvar], lr=0.5)
    >>> log_joint = lambda x, z: -((x - z) ** 2).sum(-1) / 2
    >>> x, row = torch.tensor([[1.0], [2.0], [4.0]]), torch.tensor([2])
    >>> round(svi_step(log_joint, x, mu, logvar, row, torch.zeros(1, 1, 1), step), 3)
    6.581
    >>> mu.detach().flatten()
    tensor([0., 0., 2.])
    """
    if index.ndim != 1 or len(index) == 0 or mu.shape != logvar.shape or len(mu) != len(x):
        raise ValueError(
            "x, mu and logvar must have N rows, index shape (B,), B at least 1; "
            f"got {tuple(x.shape)}, {tuple(mu.shape)}, {tuple(logvar.shape)} and {tuple(index.shape)}"
        )
    loss = -elbo_estimate(log_joint, x[index], mu[index], logvar[index], eps).mean()
    return descend(loss, optimizer)


def amortized_step(
    encoder: Callable[[Tensor], tuple[Tensor, Tensor]],
    log_joint: LogJoint,
    x: Tensor,
    eps: Tensor,
    optimizer: torch.optim.Optimizer,
) -> float:
    """One update of an encoder that gives every x the parameters of its q.

        loss = - mean over the batch of ELBO(x_i; mu(x_i), logvar(x_i))

    Source: Kingma and Welling (2014), Algorithm 1, with the entropy of q in closed form.

    Args:
        encoder: from x (B, D) to (mu, logvar), shapes (B, Z).
        log_joint: from x (B, D) and z (S, B, Z) to log p(x, z), shape (S, B).
        x: the batch, shape (B, D).
        eps: standard normal noise, shape (S, B, Z).
        optimizer: over the encoder's parameters and, where they are to be learned, those of log_joint.

    Returns:
        The loss before the update, in nats.

    Raises:
        ValueError: if a shape does not fit.

    >>> line = torch.nn.Linear(1, 2)
    >>> step = torch.optim.SGD(line.parameters(), lr=0.1)
    >>> log_joint = lambda x, z: -((x - z) ** 2).sum(-1) / 2
    >>> encoder = lambda x: line(x).chunk(2, -1)
    >>> amortized_step(encoder, log_joint, torch.ones(4, 1), torch.zeros(1, 4, 1), step) < 9
    True
    """
    mu, logvar = encoder(x)
    return descend(-elbo_estimate(log_joint, x, mu, logvar, eps).mean(), optimizer)


def svi(
    log_joint: LogJoint,
    x: Tensor,
    n_latent: int,
    n_steps: int,
    *,
    batch_size: int | None = None,
    n_samples: int = 1,
    lr: float = 0.05,
    parameters: Iterable[Tensor] = (),
    generator: torch.Generator | None = None,
    progress: bool = False,
) -> tuple[Tensor, Tensor, Tensor]:
    """Fit one diagonal Gaussian to the posterior of each datum, and the model with them.

        repeat n_steps times    draw a batch of rows, draw eps ~ N(0, I), one `svi_step`

    Adam (Kingma and Ba, 2015), whose rate falls to 0 along half a cosine, so that the noise of the draws dies
    out. All q start at the prior, mu = 0 and logvar = 0. Source: Hoffman et al. (2013).

    Args:
        log_joint: from x (B, D) and z (S, B, Z) to log p(x, z), shape (S, B).
        x: data, shape (N, D).
        n_latent: Z.
        n_steps: how many updates.
        batch_size: rows in a step, all different; None means all N.
        n_samples: S, draws of z for each row of a step.
        lr: the first learning rate.
        parameters: of log_joint, to be learned along.
        generator: source of randomness, on the device of x; None means torch's own.
        progress: whether to show a bar.

    Returns:
        (mu (N, Z), logvar (N, Z), history (n_steps,)), the last the loss of each batch before its update.

    Raises:
        ValueError: if a count is below 1, or batch_size above N.

    >>> x = torch.tensor([[2.0], [-4.0]])
    >>> log_joint = lambda x, z: -(z ** 2).sum(-1) / 2 - ((x - z) ** 2).sum(-1) / 2
    >>> mu, logvar, history = svi(log_joint, x, n_latent=1, n_steps=500, n_samples=16)
    >>> mu.flatten().round()
    tensor([ 1., -2.])
    """
    size = len(x) if batch_size is None else batch_size
    if min(n_latent, n_steps, n_samples, size) < 1 or size > len(x):
        raise ValueError(
            "n_latent, n_steps, n_samples and batch_size must be at least 1, batch_size at most N; "
            f"got {n_latent}, {n_steps}, {n_samples} and {size} for {len(x)} rows"
        )
    mu, logvar = (
        torch.zeros(len(x), n_latent, dtype=x.dtype, device=x.device).requires_grad_() for _ in range(2)
    )
    optimizer = torch.optim.Adam([mu, logvar, *parameters], lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
    history = []
    # On stdout: whatever stands on stderr is shown in red, as if something had gone wrong.
    for _ in tqdm(range(n_steps), unit="step", file=sys.stdout, disable=not progress, mininterval=0.5):
        index = torch.randperm(len(x), generator=generator, device=x.device)[:size]
        eps = torch.randn(n_samples, size, n_latent, generator=generator, dtype=x.dtype, device=x.device)
        history.append(svi_step(log_joint, x, mu, logvar, index, eps, optimizer))
        schedule.step()
    return mu.detach(), logvar.detach(), torch.tensor(history, dtype=x.dtype)
