# right: xlogy knows that 0 log 0 is 0
def bernoulli_log_prob(x, theta):
    return torch.xlogy(x, theta) + torch.xlogy(1 - x, 1 - theta)
