# diagnosed: of dtype
def standardize(x):
    x = x.float()
    return (x - x.mean(0)) / x.std(0, correction=0)
