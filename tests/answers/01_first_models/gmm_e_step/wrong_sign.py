# diagnosed: the exponent has the wrong sign
def gmm_e_step(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    return (weights.log() - logs).softmax(1)
