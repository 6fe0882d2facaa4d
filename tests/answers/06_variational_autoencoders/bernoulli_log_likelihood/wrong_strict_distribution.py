# diagnosed: support (Boolean()) of the distribution
def bernoulli_log_likelihood(x, logits):
    return Bernoulli(logits=logits).log_prob(x).sum(-1)
