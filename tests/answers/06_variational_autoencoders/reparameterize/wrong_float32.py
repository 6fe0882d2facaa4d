# diagnosed: of dtype torch.float64, as the input has
def reparameterize(mu, logvar, eps):
    return mu.float() + torch.exp(0.5 * logvar.float()) * eps.float()
