# diagnosed: this is the mean of log D; the game has log(1 - D)
def generator_loss_minimax(fake_logits):
    return F.logsigmoid(fake_logits).mean()
