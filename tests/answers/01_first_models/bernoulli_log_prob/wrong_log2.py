# diagnosed: these are logarithms to base 2; nats are natural logarithms
def bernoulli_log_prob(x, theta):
    return torch.where(x == 1, theta.log2(), (1 - theta).log2())
