# diagnosed: the sigmoid is applied twice
def generator_loss_non_saturating(fake_logits):
    D = fake_logits.sigmoid()
    return F.binary_cross_entropy_with_logits(D, torch.ones_like(D))
