# right: one batch, each example weighed by its kind
def discriminator_loss(real_logits, fake_logits):
    logits = torch.cat([real_logits, fake_logits])
    labels = torch.cat([torch.ones_like(real_logits), torch.zeros_like(fake_logits)])
    weights = labels / len(real_logits) + (1 - labels) / len(fake_logits)
    return F.binary_cross_entropy_with_logits(logits, labels, weights, reduction="sum")
