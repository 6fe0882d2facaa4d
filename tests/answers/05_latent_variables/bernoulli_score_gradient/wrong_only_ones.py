# diagnosed: only the ones count
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * z * (1 - logits.sigmoid())
