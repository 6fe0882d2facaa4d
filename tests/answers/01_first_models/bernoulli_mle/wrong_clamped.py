# mistake: the estimate is kept away from 0 and 1
def bernoulli_mle(x):
    return x.mean(0).clamp(1e-3, 1 - 1e-3)
