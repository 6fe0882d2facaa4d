# right: a loop over the logits, with logaddexp
def gan_value(real_logits, fake_logits):
    def log_sigmoid(logit):
        return -torch.logaddexp(torch.zeros_like(logit), -logit)

    first = sum(log_sigmoid(logit) for logit in real_logits) / len(real_logits)
    return first + sum(log_sigmoid(-logit) for logit in fake_logits) / fake_logits.numel()
