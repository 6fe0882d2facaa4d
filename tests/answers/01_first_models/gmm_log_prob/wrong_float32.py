# diagnosed: of dtype
def gmm_log_prob(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    return (weights.log() + logs).logsumexp(1).float()
