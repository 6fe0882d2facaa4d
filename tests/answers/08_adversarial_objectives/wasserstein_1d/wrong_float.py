# diagnosed: Expected a torch tensor; got a float
def wasserstein_1d(x, y):
    return (x.sort().values - y.sort().values).abs().mean().item()
