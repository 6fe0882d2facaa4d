# diagnosed: Your function changes mu in place
def gaussian_kl(mu, logvar):
    bracket = mu.square_()
    bracket += logvar.exp() - 1 - logvar
    return 0.5 * bracket.sum(-1)
