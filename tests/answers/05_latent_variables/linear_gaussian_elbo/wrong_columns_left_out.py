# diagnosed: the spread leaves the columns of W out
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    kl = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)
    constant = -0.5 * len(bias) * math.log(2 * math.pi * noise_std**2)
    distance = (x - mu @ weight.T - bias).square().sum(1) + logvar.exp().sum(1)
    return constant - distance / (2 * noise_std**2) - kl
