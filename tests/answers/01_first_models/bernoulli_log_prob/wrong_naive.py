# diagnosed: 0 * log 0 became NaN; the term that is not chosen must not be multiplied
def bernoulli_log_prob(x, theta):
    return x * torch.log(theta) + (1 - x) * torch.log(1 - theta)
