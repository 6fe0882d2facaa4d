# diagnosed: changes fake_logits in place
def generator_loss_non_saturating(fake_logits):
    fake_logits *= -1
    return F.softplus(fake_logits).mean()
