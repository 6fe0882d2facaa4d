# mistake: follows a path that is not there
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * torch.zeros_like(z)
