# right: the binary cross-entropy of torch
def generator_loss_non_saturating(fake_logits):
    return nn.BCEWithLogitsLoss()(fake_logits, torch.ones_like(fake_logits))
