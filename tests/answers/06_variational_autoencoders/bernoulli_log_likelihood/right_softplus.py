# right: x a - softplus(a)
def bernoulli_log_likelihood(x, logits):
    return torch.sum(x * logits - F.softplus(logits), dim=-1)
