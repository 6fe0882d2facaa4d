# right: the value of exercise 1, times -1
def discriminator_loss(real_logits, fake_logits):
    return gan_value(real_logits, fake_logits).mul(-1)
