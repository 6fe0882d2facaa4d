# diagnosed: this is the negative log-probability, a loss
def bernoulli_log_prob(x, theta):
    return -(torch.xlogy(x, theta) + torch.xlogy(1 - x, 1 - theta))
