# diagnosed: exp(-logvar) stands where the variance belongs, as in the second listing
def gaussian_kl(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - torch.square(mu) - torch.exp(-1.0 * logvar), axis=-1)
