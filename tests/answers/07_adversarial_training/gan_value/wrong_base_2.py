# diagnosed: the logarithm is to base 2
def gan_value(real_logits, fake_logits):
    return real_logits.sigmoid().log2().mean() + (1 - fake_logits.sigmoid()).log2().mean()
