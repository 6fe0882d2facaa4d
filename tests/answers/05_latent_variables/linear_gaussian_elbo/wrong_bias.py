# diagnosed: the bias is not taken off
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    kl = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)
    constant = -0.5 * len(bias) * math.log(2 * math.pi * noise_std**2)
    distance = (x - mu @ weight.T).square().sum(1) + logvar.exp() @ weight.square().sum(0)
    return constant - distance / (2 * noise_std**2) - kl
