# right: a table of the two values, indexed by the toss
def bernoulli_log_prob(x, theta):
    table = torch.stack([torch.log1p(-theta), torch.log(theta)])
    return table[x.long()]
