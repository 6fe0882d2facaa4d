# mistake: theta is estimated from x instead of taken from the argument
def bernoulli_log_prob(x, theta):
    theta = x.mean()
    return torch.xlogy(x, theta) + torch.xlogy(1 - x, 1 - theta)
