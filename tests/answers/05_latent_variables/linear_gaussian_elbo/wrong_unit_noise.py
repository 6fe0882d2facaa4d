# diagnosed: noise_std is not used
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    kl = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)
    distance = (x - mu @ weight.T - bias).square().sum(1) + logvar.exp() @ weight.square().sum(0)
    return -0.5 * len(bias) * math.log(2 * math.pi) - distance / 2 - kl
