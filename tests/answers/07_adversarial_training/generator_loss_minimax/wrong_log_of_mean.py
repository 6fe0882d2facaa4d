# diagnosed: take the mean of the logarithms
def generator_loss_minimax(fake_logits):
    return torch.log(1 - fake_logits.sigmoid().mean())
