# right: a loop over the logits
def generator_loss_non_saturating(fake_logits):
    total = 0.0
    for logit in fake_logits:
        total = total + torch.logaddexp(torch.zeros_like(logit), -logit)
    return total / len(fake_logits)
