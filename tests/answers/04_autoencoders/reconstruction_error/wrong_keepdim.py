# diagnosed: the summed axis is kept, which makes a column
def reconstruction_error(x, x_hat):
    return ((x - x_hat) ** 2).sum(1, keepdim=True)
