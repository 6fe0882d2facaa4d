# right: the binary cross-entropy of torch
def gan_value(real_logits, fake_logits):
    data = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))
    samples = F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))
    return -data - samples
