# diagnosed: of dtype
def bernoulli_mle(x):
    return x.float().mean(0)
