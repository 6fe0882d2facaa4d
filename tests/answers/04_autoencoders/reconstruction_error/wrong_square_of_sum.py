# diagnosed: the sum is squared; square each difference, then add up
def reconstruction_error(x, x_hat):
    return (x - x_hat).sum(1) ** 2
