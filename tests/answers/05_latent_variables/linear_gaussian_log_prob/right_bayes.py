# right: Bayes' rule at one z, log p(x, z) - log p(z | x)
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    precision = torch.eye(weight.shape[1], dtype=x.dtype) + weight.T @ weight / noise_std**2
    mean = torch.linalg.solve(precision, weight.T @ (x - bias).T / noise_std**2).T
    log_prior = Normal(0.0, 1.0).log_prob(mean).sum(1)
    log_likelihood = Normal(mean @ weight.T + bias, noise_std).log_prob(x).sum(1)
    return log_prior + log_likelihood - MultivariateNormal(mean, precision_matrix=precision).log_prob(mean)
