# diagnosed: the ways are squared
def wasserstein_1d(x, y):
    return (x.sort().values - y.sort().values).square().mean()
