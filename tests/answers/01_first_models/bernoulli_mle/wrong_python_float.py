# diagnosed: Expected a torch tensor; got a float
def bernoulli_mle(x):
    return float(x.mean())
