# diagnosed: No gradient flows back
def generator_loss_minimax(fake_logits):
    return (F.logsigmoid(-fake_logits)).mean().detach()
