# diagnosed: changes y in place
def wasserstein_1d(x, y):
    y.copy_(y.sort().values)
    return (x.sort().values - y).abs().mean()
