# diagnosed: the generator wants the opposite
def generator_loss_non_saturating(fake_logits):
    return F.softplus(fake_logits).mean()
