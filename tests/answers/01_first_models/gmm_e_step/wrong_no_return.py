# diagnosed: a function without a return
def gmm_e_step(x, weights, means, covariances):
    logs = torch.distributions.MultivariateNormal(means, covariances).log_prob(x[:, None])
    responsibilities = (weights.log() + logs).softmax(1)
