# diagnosed: the absolute differences are added up; square them first
def reconstruction_error(x, x_hat):
    return (x - x_hat).abs().sum(1)
