# right: fill an empty tensor through two masks
def bernoulli_log_prob(x, theta):
    result = torch.empty_like(x)
    result[x == 1] = theta.log()
    result[x == 0] = (1 - theta).log()
    return result
