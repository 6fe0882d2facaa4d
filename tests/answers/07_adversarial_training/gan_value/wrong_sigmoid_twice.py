# diagnosed: the sigmoid is applied twice
def gan_value(real_logits, fake_logits):
    return F.logsigmoid(real_logits.sigmoid()).mean() + F.logsigmoid(-fake_logits.sigmoid()).mean()
