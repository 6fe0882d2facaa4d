# diagnosed: what a function without a return gives
def discriminator_loss(real_logits, fake_logits):
    loss = -gan_value(real_logits, fake_logits)
