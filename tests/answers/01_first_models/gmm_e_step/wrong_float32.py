# diagnosed: of dtype
def gmm_e_step(x, weights, means, covariances):
    x, weights, means, covariances = (tensor.float() for tensor in (x, weights, means, covariances))
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    return (weights.log() + logs).softmax(1)
