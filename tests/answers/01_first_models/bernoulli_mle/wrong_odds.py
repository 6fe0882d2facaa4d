# diagnosed: these are the odds, ones over zeros; divide by all tosses
def bernoulli_mle(x):
    return x.sum(0) / (1 - x).sum(0)
