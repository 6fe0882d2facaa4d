# right: a Bernoulli distribution with logits
def generator_loss_non_saturating(fake_logits):
    coin = torch.distributions.Bernoulli(logits=fake_logits)
    return -coin.log_prob(torch.ones_like(fake_logits)).mean()
