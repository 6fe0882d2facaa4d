# diagnosed: the table is summed over the points instead of the components
def gmm_log_prob(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    return (weights.log() + logs).logsumexp(0)
