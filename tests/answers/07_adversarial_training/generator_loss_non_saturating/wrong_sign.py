# diagnosed: this falls where the forgeries get worse
def generator_loss_non_saturating(fake_logits):
    return -(-F.logsigmoid(fake_logits)).mean()
