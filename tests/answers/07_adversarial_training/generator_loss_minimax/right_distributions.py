# right: a Bernoulli distribution with logits
def generator_loss_minimax(fake_logits):
    coin = torch.distributions.Bernoulli(logits=fake_logits)
    return coin.log_prob(torch.zeros_like(fake_logits)).mean()
