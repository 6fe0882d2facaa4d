# diagnosed: these are the prior's log-variances; x tells something about z
def mean_field_posterior(x, weight, bias, noise_std):
    mu, _ = linear_gaussian_posterior(x, weight, bias, noise_std)
    return mu, torch.zeros_like(mu)
