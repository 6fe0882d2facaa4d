# diagnosed: D rounds to 0 or 1 there
def generator_loss_non_saturating(fake_logits):
    return -torch.log(torch.sigmoid(fake_logits)).mean()
