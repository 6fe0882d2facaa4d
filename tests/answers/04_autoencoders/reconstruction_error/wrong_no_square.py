# diagnosed: the differences are added up without a square, so that they cancel
def reconstruction_error(x, x_hat):
    return (x - x_hat).sum(1)
