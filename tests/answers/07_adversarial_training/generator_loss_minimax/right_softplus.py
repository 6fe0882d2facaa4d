# right: softplus
def generator_loss_minimax(fake_logits):
    return -F.softplus(fake_logits).mean()
