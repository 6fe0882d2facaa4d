# right: feature by feature, example by example
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    bounds = []
    for n in range(len(x)):
        v, bound = logvar[n].exp(), 0.0
        for d in range(len(bias)):
            mean, variance = weight[d] @ mu[n] + bias[d], (weight[d] ** 2) @ v
            second = (x[n, d] - mean) ** 2 + variance
            bound = bound - 0.5 * math.log(2 * math.pi) - math.log(noise_std) - second / (2 * noise_std**2)
        bounds.append(bound - 0.5 * sum(m**2 + w - 1 - torch.log(w) for m, w in zip(mu[n], v)))
    return torch.stack(bounds)
