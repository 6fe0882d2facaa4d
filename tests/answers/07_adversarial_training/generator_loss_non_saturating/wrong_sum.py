# diagnosed: take their mean
def generator_loss_non_saturating(fake_logits):
    return (-F.logsigmoid(fake_logits)).sum()
