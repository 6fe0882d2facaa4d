# diagnosed: the loss is halved
def generator_loss_minimax(fake_logits):
    return (F.logsigmoid(-fake_logits)).mean() / 2
