# diagnosed: one factor p(1 - p) too many
def bernoulli_score_gradient(f, z, logits):
    p = logits.sigmoid()
    return f[:, None] * (z - p) * p * (1 - p)
