# diagnosed: 1 - p and p are exchanged
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * (z - (-logits).sigmoid())
