# diagnosed: one imaginary 0 and one imaginary 1 are counted in
def bernoulli_mle(x):
    return (x.sum(0) + 1) / (len(x) + 2)
