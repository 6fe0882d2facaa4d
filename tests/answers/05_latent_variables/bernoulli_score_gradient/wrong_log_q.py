# diagnosed: this is f(z) log q(z); the slope of log q is needed
def bernoulli_score_gradient(f, z, logits):
    return f[:, None] * Bernoulli(logits=logits).log_prob(z)
