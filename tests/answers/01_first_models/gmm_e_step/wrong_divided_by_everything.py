# diagnosed: everything is divided by the sum over all points and components
def gmm_e_step(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    joint = (weights.log() + logs).exp()
    return joint / joint.sum()
