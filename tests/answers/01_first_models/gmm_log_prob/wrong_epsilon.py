# diagnosed: a small number is added inside the logarithm
def gmm_log_prob(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    return ((weights * logs.exp()).sum(1) + 1e-10).log()
