# right: a loop over the tosses with math.log
def bernoulli_log_prob(x, theta):
    values = []
    for toss in x.tolist():
        p = theta.item() if toss == 1 else 1 - theta.item()
        values.append(math.log(p) if p > 0 else -math.inf)
    return torch.tensor(values, dtype=x.dtype)
