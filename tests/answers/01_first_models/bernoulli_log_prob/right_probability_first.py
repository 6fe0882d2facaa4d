# right: the probability of what came up, then its log
def bernoulli_log_prob(x, theta):
    return torch.log(x * theta + (1 - x) * (1 - theta))
