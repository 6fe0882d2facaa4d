# right: logaddexp with 0
def bernoulli_log_likelihood(x, logits):
    zero = torch.zeros_like(logits)
    log_p, log_not_p = -torch.logaddexp(zero, -logits), -torch.logaddexp(zero, logits)
    return torch.lerp(log_not_p, log_p, x).sum(-1)
