# right: torch.distributions without its check that x is 0 or 1
def bernoulli_log_likelihood(x, logits):
    pixels = torch.distributions.Independent(Bernoulli(logits=logits, validate_args=False), 1)
    return pixels.log_prob(x)
