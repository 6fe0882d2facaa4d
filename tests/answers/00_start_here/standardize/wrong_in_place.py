# diagnosed: changes x in place
def standardize(x):
    x -= x.mean(0)
    x /= x.std(0, correction=0)
    return x
