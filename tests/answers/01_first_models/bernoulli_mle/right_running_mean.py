# right: an average that is updated toss by toss
def bernoulli_mle(x):
    estimate = x[0].clone()
    for i, toss in enumerate(x[1:], start=2):
        estimate += (toss - estimate) / i
    return estimate
