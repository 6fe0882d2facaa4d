# diagnosed: the variance is divided by N - 1
def standardize(x):
    return (x - x.mean(0)) / x.std(0)
