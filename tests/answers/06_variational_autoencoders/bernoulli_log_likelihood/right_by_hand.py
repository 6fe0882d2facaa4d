# right: the stable formula written out
def bernoulli_log_likelihood(x, logits):
    loss = logits.clamp(min=0) - logits * x + torch.log1p(torch.exp(-logits.abs()))
    return -loss.sum(-1)
