# right: two loops and the standard library
from statistics import NormalDist


def latent_grid(n):
    quantile = NormalDist().inv_cdf
    points = [(quantile((c + 0.5) / n), quantile((r + 0.5) / n)) for r in range(n) for c in range(n)]
    return torch.tensor(points)
