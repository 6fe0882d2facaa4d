# right: logaddexp and a loop over the kinds
def discriminator_loss(real_logits, fake_logits):
    means = []
    for sign, logits in ((-1, real_logits), (1, fake_logits)):
        means.append(torch.logaddexp(sign * logits, logits.new_zeros(())).mean())
    return sum(means)
