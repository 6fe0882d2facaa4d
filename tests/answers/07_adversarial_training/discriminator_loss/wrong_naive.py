# diagnosed: D rounds to 0 or 1 there
def discriminator_loss(real_logits, fake_logits):
    return -torch.sigmoid(real_logits).log().mean() - (1 - torch.sigmoid(fake_logits)).log().mean()
