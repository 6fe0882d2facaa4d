# diagnosed: only the largest difference of each example counts
def reconstruction_error(x, x_hat):
    return ((x - x_hat) ** 2).max(1).values
