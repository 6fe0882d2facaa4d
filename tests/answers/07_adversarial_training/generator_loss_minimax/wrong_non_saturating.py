# diagnosed: this is the non-saturating loss
def generator_loss_minimax(fake_logits):
    return -F.logsigmoid(fake_logits).mean()
