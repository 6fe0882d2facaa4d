# mistake: scaled to the range from 0 to 1
def standardize(x):
    low, high = x.min(0).values, x.max(0).values
    return (x - low) / (high - low)
