# diagnosed: the probabilities are averaged
def generator_loss_non_saturating(fake_logits):
    return -fake_logits.sigmoid().mean()
