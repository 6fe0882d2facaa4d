# diagnosed: logvar is used as if it were the variance
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar - 1 - logvar.abs().log()).sum(-1)
