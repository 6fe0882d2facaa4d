# diagnosed: this is the minimax loss
def generator_loss_non_saturating(fake_logits):
    return F.logsigmoid(-fake_logits).mean()
