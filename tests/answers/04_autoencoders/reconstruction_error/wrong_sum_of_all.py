# diagnosed: everything is added up; return one value for each example
def reconstruction_error(x, x_hat):
    return ((x - x_hat) ** 2).sum()
