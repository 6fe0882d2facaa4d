# diagnosed: this is the value, which grows
def discriminator_loss(real_logits, fake_logits):
    return gan_value(real_logits, fake_logits)
