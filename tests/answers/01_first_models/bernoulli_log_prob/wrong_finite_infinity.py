# mistake: nan_to_num repairs the NaN and spoils the -inf
def bernoulli_log_prob(x, theta):
    return torch.nan_to_num(x * theta.log() + (1 - x) * (1 - theta).log())
