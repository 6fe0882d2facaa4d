# diagnosed: got (1,
def bernoulli_mle(x):
    return x.mean(0, keepdim=True)
