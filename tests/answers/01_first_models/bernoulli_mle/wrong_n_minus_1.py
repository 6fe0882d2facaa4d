# diagnosed: the sum is divided by N - 1; this is no variance
def bernoulli_mle(x):
    return x.sum(0) / (len(x) - 1)
