# diagnosed: the values f(z) are missing
def bernoulli_score_gradient(f, z, logits):
    return z - logits.sigmoid()
