# diagnosed: every point is compared with every other
def wasserstein_1d(x, y):
    return (x[:, None] - y[None]).abs().mean()
