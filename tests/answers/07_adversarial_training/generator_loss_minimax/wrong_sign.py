# diagnosed: the sign is turned around
def generator_loss_minimax(fake_logits):
    return -(F.logsigmoid(-fake_logits)).mean()
