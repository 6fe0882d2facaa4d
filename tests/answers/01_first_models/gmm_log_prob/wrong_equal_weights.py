# diagnosed: every component counts the same; use the weights
def gmm_log_prob(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    return logs.logsumexp(1) - math.log(len(weights))
