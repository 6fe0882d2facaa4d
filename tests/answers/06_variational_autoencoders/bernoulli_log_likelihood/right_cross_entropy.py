# right: a softmax over two classes
def bernoulli_log_likelihood(x, logits):
    both = torch.stack([torch.zeros_like(logits), logits], dim=-1).log_softmax(-1)
    return (torch.stack([1 - x, x], dim=-1) * both).sum((-1, -2))
