# diagnosed: the mean over the entries is taken; the squared distance is their sum
def reconstruction_error(x, x_hat):
    return ((x - x_hat) ** 2).mean(1)
