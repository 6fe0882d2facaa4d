# right: log p(x) less the KL to the posterior
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    mean, covariance = linear_gaussian_posterior(x, weight, bias, noise_std)
    q = MultivariateNormal(mu, torch.diag_embed(logvar.exp()))
    gap = kl_divergence(q, MultivariateNormal(mean, covariance))
    return linear_gaussian_log_prob(x, weight, bias, noise_std) - gap
