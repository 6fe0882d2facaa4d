# diagnosed: the sign is turned around
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * (logits.sigmoid() - z)
