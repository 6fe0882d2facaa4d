# diagnosed: one value for each sample is returned
def generator_loss_minimax(fake_logits):
    return F.logsigmoid(-fake_logits)
