# diagnosed: this is the share of zeros
def bernoulli_mle(x):
    return (x == 0).to(x.dtype).mean(0)
