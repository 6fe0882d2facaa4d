# diagnosed: data and samples are exchanged
def gan_value(real_logits, fake_logits):
    return F.logsigmoid(fake_logits).mean() + F.logsigmoid(-real_logits).mean()
