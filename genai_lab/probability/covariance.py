"""Covariance matrices: which ones are legal, and how one that is nearly not is mended."""

import math

import torch
from torch import Tensor


def require_covariance(covariance: Tensor, name: str = "a covariance") -> None:
    """Raise ValueError unless each matrix (..., D, D) is finite, symmetric and positive definite."""
    covariance = covariance.detach()
    if not covariance.isfinite().all():
        raise ValueError(f"{name} must be finite; got inf or nan among its entries")
    gap = (covariance - covariance.mT).abs().amax((-2, -1))
    if (gap > math.sqrt(torch.finfo(covariance.dtype).eps) * covariance.abs().amax((-2, -1))).any():
        raise ValueError(f"{name} must be symmetric; got mirrored entries {gap.max().item():g} apart")
    if torch.linalg.cholesky_ex(covariance).info.any():
        least = torch.linalg.eigvalsh(covariance).min().item()
        raise ValueError(f"{name} must be positive definite; got an eigenvalue of {least:.3g}")


def variance_floor(centre: Tensor, variance: Tensor) -> Tensor:
    """1e-10 of each feature's variance; a constant feature, which has none, takes the others' mean."""
    rounding = (8 * torch.finfo(centre.dtype).eps * centre).square()
    constant = variance <= rounding
    typical = variance[~constant].mean() if not constant.all() else torch.ones_like(centre[0])
    return torch.maximum(rounding, 1e-10 * torch.where(constant, typical, variance))


def lift(covariances: Tensor, floor: Tensor) -> Tensor:
    """Make degenerate covariances positive definite, in place; say which they were, shape (K,)."""
    variances = covariances.diagonal(dim1=-2, dim2=-1)
    std = variances.clamp_min(floor).sqrt()
    # An eigenvalue of a correlation matrix below this may be rounding error.
    least = 10 * len(floor) * torch.finfo(floor.dtype).eps
    factor, info = torch.linalg.cholesky_ex(covariances / (std[:, :, None] * std[:, None, :]))
    identity = torch.eye(len(floor), dtype=floor.dtype, device=floor.device)
    inverse = torch.linalg.solve_triangular(factor, identity.expand_as(factor), upper=False)
    # At most the smallest eigenvalue, so that nearly all covariances pass without an eigendecomposition.
    bound = inverse.square().sum((-2, -1)).reciprocal()
    passed = (info == 0) & (bound >= least) & (bound * (variances / floor).amin(-1) >= 1)
    if passed.all():
        return ~passed
    # The first is the maximum-likelihood covariance among those not below the floor, so that EM still rises.
    lifted, low = _clamp_eigenvalues(covariances, floor.sqrt().expand_as(std), 1.0)
    lifted, thin = _clamp_eigenvalues(lifted, lifted.diagonal(dim1=-2, dim2=-1).sqrt(), least)
    degenerate = ~passed & (low | thin)
    covariances[degenerate] = lifted[degenerate]
    return degenerate


def _clamp_eigenvalues(covariances: Tensor, unit: Tensor, least: float) -> tuple[Tensor, Tensor]:
    """Lift the eigenvalues, with x measured in these units, to `least`; say which had lower ones, (K,)."""
    scale = unit[:, :, None] * unit[:, None, :]
    values, vectors = torch.linalg.eigh(covariances / scale)
    lifted = vectors * values.clamp_min(least)[:, None, :] @ vectors.mT * scale
    return (lifted + lifted.mT) / 2, values[:, 0] < least
