# diagnosed: the average runs along the rows; a row is one toss of every coin
def bernoulli_mle(x):
    return x.mean(-1)
