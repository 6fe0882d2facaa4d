# diagnosed: the 1 is taken off once, after the sum; each latent has its own
def gaussian_kl(mu, logvar):
    return 0.5 * ((mu.square() + logvar.exp() - logvar).sum(-1) - 1)
