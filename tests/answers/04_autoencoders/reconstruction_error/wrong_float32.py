# diagnosed: as the input has; got torch.float32
def reconstruction_error(x, x_hat):
    return ((x.float() - x_hat.float()) ** 2).sum(1)
