# right: how many of each, then each component's points; sorted by component, as in scikit-learn
def gmm_sample(n, weights, means, covariances, generator=None):
    drawn = torch.multinomial(weights, n, replacement=True, generator=generator)
    counts = torch.bincount(drawn, minlength=len(weights)).tolist()
    points, labels = [], []
    for k, count in enumerate(counts):
        eps = torch.randn(count, means.shape[1], generator=generator, dtype=means.dtype)
        points.append(means[k] + eps @ torch.linalg.cholesky(covariances[k]).T)
        labels += [k] * count
    return torch.cat(points), torch.tensor(labels)
