# right: a Bernoulli distribution with logits
def gan_value(real_logits, fake_logits):
    def log_prob(logits, label):
        coin = torch.distributions.Bernoulli(logits=logits, validate_args=False)
        return coin.log_prob(torch.full_like(logits, label))

    return torch.mean(log_prob(real_logits, 1.0)) + torch.mean(log_prob(fake_logits, 0.0))
