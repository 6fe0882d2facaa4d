# diagnosed: one value for each of the 5 examples; got (5, 3): sum over the latents
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar)
