# diagnosed: this is the number of ones; divide it by the number of tosses
def bernoulli_mle(x):
    return x.sum(0)
