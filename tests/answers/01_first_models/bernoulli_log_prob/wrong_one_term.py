# diagnosed: the term for x = 0 is missing
def bernoulli_log_prob(x, theta):
    return torch.xlogy(x, theta)
