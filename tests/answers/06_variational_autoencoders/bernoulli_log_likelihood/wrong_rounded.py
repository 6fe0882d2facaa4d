# diagnosed: grey pixels are rounded to black or white
def bernoulli_log_likelihood(x, logits):
    return torch.where(x > 0.5, F.logsigmoid(logits), F.logsigmoid(-logits)).sum(-1)
