# diagnosed: a function without a return
def bernoulli_mle(x):
    theta = x.mean(0)
