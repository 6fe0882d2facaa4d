# diagnosed: the average runs over all entries; each column is a coin of its own
def bernoulli_mle(x):
    return x.mean()
