"""k-means++: where to start a clustering or a mixture."""

import torch
from torch import Tensor

from genai_lab.probability.gaussian import require_count, require_points


@torch.no_grad()
def kmeans_plus_plus(x: Tensor, n_components: int, generator: torch.Generator | None = None) -> Tensor:
    """Centres to start from: points drawn one by one, each far from those drawn before.

        p(next centre = x_n) = d_n^2 / sum_m d_m^2,    d_n = distance from x_n to its nearest centre so far

    Source: Arthur and Vassilvitskii, k-means++ (2007), section 2.2.

    Args:
        x: points, shape (N, D), at least as many as centres.
        n_components: how many centres, at least 1.
        generator: source of randomness, on the device of x.

    Returns:
        The centres, rows of x, shape (n_components, D).

    Raises:
        ValueError: if x is empty, not finite or not (N, D), or n_components is not in [1, N].

    >>> kmeans_plus_plus(torch.tensor([[0.0], [0.0], [5.0]]), 2).sort(0).values.squeeze()
    tensor([0., 5.])
    """
    require_points(x)
    require_enough(x, n_components)
    chances, chosen = x.new_ones(len(x)), []
    for _ in range(n_components):
        cumulative = chances.cumsum(0)
        draw = torch.rand(1, generator=generator, dtype=x.dtype, device=x.device) * cumulative[-1]
        chosen.append(torch.searchsorted(cumulative, draw, right=True).clamp_max(len(x) - 1))
        squared = distances(x, x[chosen[-1]])[:, 0].square()
        chances = squared if len(chosen) == 1 else torch.minimum(chances, squared)
    return x[torch.cat(chosen)]


def distances(x: Tensor, centres: Tensor) -> Tensor:
    """Euclidean distances from points (N, D) to centres (K, D), shape (N, K)."""
    # Not by the expanded square, which would lose the small ones to rounding.
    return torch.cdist(x, centres, compute_mode="donot_use_mm_for_euclid_dist")


def require_enough(x: Tensor, n_components: int) -> None:
    """Raise ValueError unless there is a point for each component."""
    require_count(n_components, "n_components")
    if n_components > len(x):
        raise ValueError(
            f"there must be at least as many points as components; got {len(x)} and {n_components}"
        )
