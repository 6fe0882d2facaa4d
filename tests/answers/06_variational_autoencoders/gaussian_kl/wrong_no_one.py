# diagnosed: the 1 in the bracket is missing
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - logvar).sum(-1)
