# diagnosed: each term is divided by the number of draws
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * (z - logits.sigmoid()) / len(f)
