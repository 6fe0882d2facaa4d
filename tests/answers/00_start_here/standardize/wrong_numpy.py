# diagnosed: Expected a torch tensor; got
def standardize(x):
    x = x.numpy()
    return (x - x.mean(0)) / x.std(0)
