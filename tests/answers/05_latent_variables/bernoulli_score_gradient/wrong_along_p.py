# diagnosed: this is the slope along the probability; along the logit it is shorter
def bernoulli_score_gradient(f, z, logits):
    p = logits.sigmoid()
    return f[:, None] * (z / p - (1 - z) / (1 - p))
