# diagnosed: a small number is added inside the logarithm
def generator_loss_minimax(fake_logits):
    return torch.log(1 - torch.sigmoid(fake_logits) + 1e-8).mean()
