# diagnosed: which is W2
def wasserstein_1d(x, y):
    return (x.sort().values - y.sort().values).pow(2).mean().sqrt()
