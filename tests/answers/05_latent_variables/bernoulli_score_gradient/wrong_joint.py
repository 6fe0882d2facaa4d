# diagnosed: the latents are summed over; each has its own derivative
def bernoulli_score_gradient(f, z, logits):
    return f * (z - logits.sigmoid()).sum(1)
