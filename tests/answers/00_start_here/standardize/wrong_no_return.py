# diagnosed: a function without a return
def standardize(x):
    z = (x - x.mean(0)) / x.std(0, correction=0)
