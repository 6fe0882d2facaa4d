# right: the average log joint plus q's entropy
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    q = Normal(mu, (0.5 * logvar).exp())
    precision = torch.eye(weight.shape[1], dtype=x.dtype) + weight.T @ weight / noise_std**2
    log_joint = Normal(bias + mu @ weight.T, noise_std).log_prob(x).sum(1)
    log_joint = log_joint + Normal(0.0, 1.0).log_prob(mu).sum(1) - 0.5 * (q.variance @ precision.diagonal())
    return log_joint + q.entropy().sum(1)
