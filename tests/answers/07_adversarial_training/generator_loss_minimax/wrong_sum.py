# diagnosed: take their mean
def generator_loss_minimax(fake_logits):
    return (F.logsigmoid(-fake_logits)).sum()
