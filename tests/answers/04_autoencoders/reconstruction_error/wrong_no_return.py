# diagnosed: a function without a return gives
def reconstruction_error(x, x_hat):
    ((x - x_hat) ** 2).sum(1)
