# diagnosed: a function without a return
def bernoulli_log_prob(x, theta):
    torch.where(x == 1, theta.log(), torch.log1p(-theta))
