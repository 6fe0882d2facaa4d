# diagnosed: D rounds to 0 or 1 there
def generator_loss_minimax(fake_logits):
    return torch.log(1 - torch.sigmoid(fake_logits)).mean()
