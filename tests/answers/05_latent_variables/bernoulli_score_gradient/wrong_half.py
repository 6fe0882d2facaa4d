# diagnosed: 1/2 is subtracted from z
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * (z - 0.5)
