# diagnosed: a hole takes only one
def wasserstein_1d(x, y):
    return (x[:, None] - y[None]).abs().min(dim=1).values.mean()
