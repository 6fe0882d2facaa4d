# right: one point at a time
def gmm_sample(n, weights, means, covariances, generator=None):
    factors = [torch.linalg.cholesky(covariance) for covariance in covariances]
    x, component = [], []
    for _ in range(n):
        u, k = torch.rand((), generator=generator).item(), 0
        while k < len(weights) - 1 and u >= weights[k]:
            u -= weights[k].item()
            k += 1
        eps = torch.normal(0.0, 1.0, (means.shape[1],), generator=generator, dtype=means.dtype)
        x.append(means[k] + factors[k] @ eps)
        component.append(k)
    return torch.stack(x), torch.tensor(component, dtype=torch.long)
