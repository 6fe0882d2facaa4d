# diagnosed: one value for each sample is returned
def generator_loss_non_saturating(fake_logits):
    return -F.logsigmoid(fake_logits)
