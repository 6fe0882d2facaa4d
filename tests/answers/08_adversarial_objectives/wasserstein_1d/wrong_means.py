# diagnosed: the distance between the two means
def wasserstein_1d(x, y):
    return (x.mean() - y.mean()).abs()
