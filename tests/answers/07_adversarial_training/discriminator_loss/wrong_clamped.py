# diagnosed: D is kept away from 0 and 1
def discriminator_loss(real_logits, fake_logits):
    D, E = (logits.sigmoid().clamp(1e-6, 1 - 1e-6) for logits in (real_logits, fake_logits))
    return -D.log().mean() - torch.log(1 - E).mean()
