# diagnosed: changes x in place
def bernoulli_mle(x):
    x /= len(x)
    return x.sum(0)
