# diagnosed: logvar has the wrong sign in the bracket
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - 1 + logvar).sum(-1)
