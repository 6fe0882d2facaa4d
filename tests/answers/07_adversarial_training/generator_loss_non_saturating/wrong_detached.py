# diagnosed: No gradient flows back
def generator_loss_non_saturating(fake_logits):
    return (-F.logsigmoid(fake_logits)).mean().detach()
