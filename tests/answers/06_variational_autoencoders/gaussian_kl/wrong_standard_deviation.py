# diagnosed: logvar is used as if it were the standard deviation
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + (2 * logvar).exp() - 1 - 2 * logvar).sum(-1)
