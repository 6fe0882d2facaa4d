# diagnosed: the logits are averaged
def generator_loss_non_saturating(fake_logits):
    return -fake_logits.mean()
