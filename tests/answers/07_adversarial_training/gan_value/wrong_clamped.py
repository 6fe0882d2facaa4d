# diagnosed: D is kept away from 0 and 1
def gan_value(real_logits, fake_logits):
    D = torch.sigmoid(real_logits).clamp(1e-7, 1 - 1e-7)
    E = torch.sigmoid(fake_logits).clamp(1e-7, 1 - 1e-7)
    return D.log().mean() + (1 - E).log().mean()
