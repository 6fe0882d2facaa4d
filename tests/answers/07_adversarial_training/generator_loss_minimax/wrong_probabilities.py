# diagnosed: the probabilities are averaged
def generator_loss_minimax(fake_logits):
    return (1 - fake_logits.sigmoid()).mean()
