# diagnosed: theta and 1 - theta are exchanged
def bernoulli_log_prob(x, theta):
    return torch.where(x == 0, theta.log(), (1 - theta).log())
