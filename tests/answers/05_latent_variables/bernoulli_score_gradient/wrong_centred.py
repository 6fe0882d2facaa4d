# diagnosed: a baseline is subtracted from f; here the plain estimate
def bernoulli_score_gradient(f, z, logits):
    return (f - f.mean())[:, None] * (z - logits.sigmoid())
