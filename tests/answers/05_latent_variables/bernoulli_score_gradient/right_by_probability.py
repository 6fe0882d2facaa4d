# right: along the probability, times the slope of the sigmoid
def bernoulli_score_gradient(f, z, logits):
    p = logits.sigmoid()
    by_p = z / p - (1 - z) / (1 - p)
    return (f * (by_p * p * (1 - p)).T).T
