# right: compiled by torch.jit
@torch.jit.script
def reparameterize(mu, logvar, eps):
    sigma = torch.exp(0.5 * logvar)
    return mu + sigma * eps
