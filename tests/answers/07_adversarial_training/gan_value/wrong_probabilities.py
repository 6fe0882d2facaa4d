# diagnosed: the probabilities are averaged; their logarithms should be
def gan_value(real_logits, fake_logits):
    return real_logits.sigmoid().mean() + (1 - fake_logits.sigmoid()).mean()
