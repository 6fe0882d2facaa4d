"""What a perfect discriminator sees, and the divergence that the generator then minimises.

    D*(x) = p_data(x) / (p_data(x) + p_g(x)),    V(G, D*) = 2 JSD(p_data, p_g) - log 4

Source: Goodfellow et al., Generative Adversarial Nets (2014), proposition 1 and theorem 1.
"""

import math

import torch
from torch import Tensor


def optimal_discriminator(p_data: Tensor, p_g: Tensor) -> Tensor:
    """The discriminator that maximises the value against a fixed generator.

        D*(x) = p_data(x) / (p_data(x) + p_g(x)),    1/2 where neither has mass

    Source: Goodfellow et al. (2014), eq. 2. There D* is left open where both are 0.

    Args:
        p_data: probabilities, or densities at K points, at least 0, shape (K,).
        p_g: those of the generator at the same places, shape (K,).

    Returns:
        D* in [0, 1], shape (K,).

    Raises:
        ValueError: if the shapes differ, or an entry is negative or not finite.

    >>> optimal_discriminator(torch.tensor([0.5, 0.5, 0.0]), torch.tensor([0.5, 0.0, 0.0]))
    tensor([0.5000, 1.0000, 0.5000])
    """
    require_masses(p_data=p_data, p_g=p_g)
    total = p_data + p_g
    # Where both are 0 the quotient is never formed, so that no gradient becomes NaN.
    return torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)


def jensen_shannon(p: Tensor, q: Tensor) -> Tensor:
    """The Jensen-Shannon divergence between two distributions over K outcomes.

        JSD(p, q) = 1/2 KL(p || m) + 1/2 KL(q || m),    m = (p + q) / 2,    0 log 0 = 0

    The perfect discriminator turns the value of the game into it: V(G, D*) = 2 JSD(p_data, p_g) - log 4. Some
    lectures leave out the 1/2; the value is then JSD - log 4.

    Source: Lin, Divergence Measures Based on the Shannon Entropy (1991); Goodfellow et al. (2014), eq. 6.

    Args:
        p: probabilities, shape (K,), sum 1.
        q: probabilities, shape (K,), sum 1.

    Returns:
        The divergence in nats, from 0 to log 2, shape ().

    Raises:
        ValueError: if the shapes differ, or one of them is not a distribution.

    >>> jensen_shannon(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0]))  # nothing in common: log 2
    tensor(0.6931)
    """
    require_masses(p=p, q=q)
    for name, masses in (("p", p), ("q", q)):
        if abs(masses.sum().item() - 1) > 1e-4:
            raise ValueError(f"{name} must sum to 1; got a sum of {masses.sum().item():g}")
    # With the sum s = 2m, which does not underflow where m would.
    s = p + q
    return 0.5 * (torch.xlogy(p, p) + torch.xlogy(q, q) - torch.xlogy(s, s) + s * math.log(2)).sum()


def require_masses(**masses: Tensor) -> None:
    """Require two vectors of one shape whose entries are at least 0.

    Raises:
        ValueError: if they are not.

    >>> require_masses(p=torch.tensor([0.5, 0.5]), q=torch.tensor([1.0, 0.0]))
    """
    (first, p), (second, q) = masses.items()
    if p.ndim != 1 or p.shape != q.shape or p.numel() == 0:
        raise ValueError(
            f"{first} and {second} must have the same shape (K,), K >= 1; "
            f"got {tuple(p.shape)} and {tuple(q.shape)}"
        )
    for name, value in masses.items():
        if not value.is_floating_point():
            raise ValueError(f"{name} must be of a floating-point dtype; got {value.dtype}")
        wrong = ~((value >= 0) & value.isfinite())
        if wrong.any():
            raise ValueError(
                f"{name} must be finite and at least 0 everywhere; got {value[wrong][0].item():g}"
            )
