# diagnosed: No gradient flows back to logvar
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar).detach() * eps
