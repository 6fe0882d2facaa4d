# diagnosed: Expected values of shape (3,); got (3, 1)
def bernoulli_log_prob(x, theta):
    x = x.reshape(-1, 1)
    return torch.where(x == 1, theta.log(), (1 - theta).log())
