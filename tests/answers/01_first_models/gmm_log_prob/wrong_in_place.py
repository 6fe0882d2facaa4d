# diagnosed: changes covariances in place
def gmm_log_prob(x, weights, means, covariances):
    covariances += 1e-6 * torch.eye(x.shape[1])
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    return (weights.log() + logs).logsumexp(1)
