# diagnosed: the baseline of exercise 10 is subtracted
def bernoulli_score_gradient(f, z, logits):
    b = (f.sum() - f) / max(len(f) - 1, 1)
    return (f - b)[:, None] * (z - logits.sigmoid())
