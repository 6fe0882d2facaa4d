# diagnosed: the weights are left out
def gmm_e_step(x, weights, means, covariances):
    return torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None]).softmax(1)
