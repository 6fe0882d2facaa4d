# diagnosed: of dtype
def bernoulli_log_prob(x, theta):
    x, theta = x.float(), theta.float()
    return torch.xlogy(x, theta) + torch.xlogy(1 - x, 1 - theta)
