# diagnosed: take the mean of each kind
def gan_value(real_logits, fake_logits):
    return F.logsigmoid(real_logits).sum() + F.logsigmoid(-fake_logits).sum()
