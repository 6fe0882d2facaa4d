# diagnosed: the logarithm is to base 2
def generator_loss_minimax(fake_logits):
    return (F.logsigmoid(-fake_logits)).mean() / math.log(2)
