# diagnosed: the samples' half is missing
def gan_value(real_logits, fake_logits):
    return F.logsigmoid(real_logits).mean()
