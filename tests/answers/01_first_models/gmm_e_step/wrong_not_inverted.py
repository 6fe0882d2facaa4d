# diagnosed: the covariance stands where its inverse belongs
def gmm_e_step(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, precision_matrix=covariances).log_prob(x[:, None])
    return (weights.log() + logs).softmax(1)
