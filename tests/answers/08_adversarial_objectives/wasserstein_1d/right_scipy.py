# right: scipy's own
def wasserstein_1d(x, y):
    from scipy.stats import wasserstein_distance

    return torch.tensor(wasserstein_distance(x.numpy(), y.numpy()), dtype=x.dtype)
