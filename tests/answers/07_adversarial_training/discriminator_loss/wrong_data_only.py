# diagnosed: the samples' half is missing
def discriminator_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean()
