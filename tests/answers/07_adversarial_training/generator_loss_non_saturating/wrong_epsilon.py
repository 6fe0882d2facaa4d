# diagnosed: a small number is added inside the logarithm
def generator_loss_non_saturating(fake_logits):
    return -torch.log(torch.sigmoid(fake_logits) + 1e-8).mean()
