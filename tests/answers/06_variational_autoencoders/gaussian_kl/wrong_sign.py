# diagnosed: the sign of the bracket is turned around
def gaussian_kl(mu, logvar):
    return 0.5 * (1 + logvar - mu.square() - logvar.exp()).sum(-1)
