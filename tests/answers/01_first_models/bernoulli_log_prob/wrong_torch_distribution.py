# diagnosed: theta is kept away from 0 and 1
def bernoulli_log_prob(x, theta):
    return torch.distributions.Bernoulli(probs=theta).log_prob(x)
