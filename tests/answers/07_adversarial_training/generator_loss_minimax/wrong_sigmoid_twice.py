# diagnosed: the sigmoid is applied twice
def generator_loss_minimax(fake_logits):
    return F.logsigmoid(-fake_logits.sigmoid()).mean()
