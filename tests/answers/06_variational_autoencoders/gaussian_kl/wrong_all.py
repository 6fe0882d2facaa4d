# diagnosed: everything is summed; each example has a price of its own
def gaussian_kl(mu, logvar):
    return 0.5 * torch.sum(mu.square() + logvar.exp() - 1 - logvar)
