# diagnosed: the fraction of ones among the draws stands where p belongs
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * (z - z.mean(0))
