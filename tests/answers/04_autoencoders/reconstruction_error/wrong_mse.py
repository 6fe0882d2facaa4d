# diagnosed: this is the mean over all entries of all examples; return the sum for each example
def reconstruction_error(x, x_hat):
    return F.mse_loss(x_hat, x)
