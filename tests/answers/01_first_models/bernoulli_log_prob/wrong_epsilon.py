# diagnosed: a small number is added inside the logarithm
def bernoulli_log_prob(x, theta):
    return x * torch.log(theta + 1e-8) + (1 - x) * torch.log(1 - theta + 1e-8)
