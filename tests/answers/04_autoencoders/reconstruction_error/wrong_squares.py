# diagnosed: these are the squares; add them up over the entries of each example
def reconstruction_error(x, x_hat):
    return (x - x_hat) ** 2
