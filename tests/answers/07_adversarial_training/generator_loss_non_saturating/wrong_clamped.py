# diagnosed: D is kept away from 0 and 1
def generator_loss_non_saturating(fake_logits):
    return -torch.sigmoid(fake_logits).clamp(1e-7, 1 - 1e-7).log().mean()
