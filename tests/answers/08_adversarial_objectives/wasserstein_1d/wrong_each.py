# diagnosed: the ways are not averaged
def wasserstein_1d(x, y):
    return (x.sort().values - y.sort().values).abs()
