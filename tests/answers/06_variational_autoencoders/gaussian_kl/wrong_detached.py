# diagnosed: No gradient flows back to mu
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.detach().square() + logvar.exp() - 1 - logvar).sum(-1)
