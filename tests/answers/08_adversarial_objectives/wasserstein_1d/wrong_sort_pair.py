# mistake: sort gives values and indices
def wasserstein_1d(x, y):
    return (x.sort() - y.sort()).abs().mean()
