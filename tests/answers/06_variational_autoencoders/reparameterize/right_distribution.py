# right: the affine transform of torch.distributions
def reparameterize(mu, logvar, eps):
    transform = torch.distributions.AffineTransform(mu, torch.exp(logvar).sqrt())
    return transform(eps)
