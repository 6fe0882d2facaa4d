# diagnosed: this is the squared distance to the labels
def discriminator_loss(real_logits, fake_logits):
    return (real_logits.sigmoid() - 1).square().mean() + fake_logits.sigmoid().square().mean()
