# diagnosed: Your function changes x in place
def reconstruction_error(x, x_hat):
    x -= x_hat
    return (x**2).sum(1)
