# diagnosed: theta is kept away from 0 and 1
def bernoulli_log_prob(x, theta):
    theta = theta.clamp(1e-6, 1 - 1e-6)
    return x * torch.log(theta) + (1 - x) * torch.log(1 - theta)
