# diagnosed: Expected a torch tensor; got
def bernoulli_mle(x):
    return x.numpy().mean(0)
