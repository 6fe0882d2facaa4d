# diagnosed: the loss is halved
def generator_loss_non_saturating(fake_logits):
    return (-F.logsigmoid(fake_logits)).mean() / 2
