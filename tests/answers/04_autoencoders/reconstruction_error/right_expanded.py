# right: the square multiplied out
def reconstruction_error(x, x_hat):
    return (x * x).sum(1) - 2 * (x * x_hat).sum(1) + (x_hat * x_hat).sum(1)
