# diagnosed: the mean over the draws is taken already; return the terms
def bernoulli_score_gradient(f, z, logits):
    return (f[:, None] * (z - logits.sigmoid())).mean(0)
