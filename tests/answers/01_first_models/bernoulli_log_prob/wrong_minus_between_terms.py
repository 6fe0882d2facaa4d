# diagnosed: the term for x = 0 has the wrong sign
def bernoulli_log_prob(x, theta):
    return torch.xlogy(x, theta) - torch.xlogy(1 - x, 1 - theta)
