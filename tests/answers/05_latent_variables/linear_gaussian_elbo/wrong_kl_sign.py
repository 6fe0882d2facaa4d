# diagnosed: the KL is added; it is a price
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    kl = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)
    distance = (x - mu @ weight.T - bias).square().sum(1) + logvar.exp() @ weight.square().sum(0)
    constant = -0.5 * len(bias) * math.log(2 * math.pi * noise_std**2)
    return constant - distance / (2 * noise_std**2) + kl
