# right: the variance of each latent when the others are known
def mean_field_posterior(x, weight, bias, noise_std):
    mu, covariance = linear_gaussian_posterior(x, weight, bias, noise_std)
    Z, logvar = len(covariance), []
    for k in range(Z):
        rest = [j for j in range(Z) if j != k]
        across = covariance[k, rest]
        logvar.append((covariance[k, k] - across @ torch.linalg.inv(covariance[rest][:, rest]) @ across).log())
    return mu, torch.stack(logvar).expand(len(x), Z)
