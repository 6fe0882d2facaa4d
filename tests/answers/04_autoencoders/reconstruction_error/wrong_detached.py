# diagnosed: No gradient flows back to x_hat
def reconstruction_error(x, x_hat):
    return ((x - x_hat.detach()) ** 2).sum(1)
