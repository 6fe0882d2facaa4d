# diagnosed: changes fake_logits in place
def generator_loss_minimax(fake_logits):
    fake_logits *= -1.5
    return F.logsigmoid(fake_logits / 1.5).mean()
