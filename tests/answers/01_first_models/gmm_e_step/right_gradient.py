# right: the gradient of log p(x) with respect to the log-weights
def gmm_e_step(x, weights, means, covariances):
    log_weights = weights.log().expand(len(x), -1).clone().requires_grad_()
    components = torch.distributions.MultivariateNormal(means, covariances)
    log_prob = (log_weights + components.log_prob(x[:, None])).logsumexp(1)
    return torch.autograd.grad(log_prob.sum(), log_weights)[0]
