# diagnosed: Your function changes eps in place
def reparameterize(mu, logvar, eps):
    return eps.mul_(torch.exp(0.5 * logvar)).add_(mu)
