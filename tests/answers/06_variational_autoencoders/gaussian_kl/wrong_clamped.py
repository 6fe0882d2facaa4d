# diagnosed: the log-variance is cut off at some largest value; any real number is legal
def gaussian_kl(mu, logvar):
    logvar = logvar.clamp(-10, 10)
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
