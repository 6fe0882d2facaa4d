# diagnosed: each kind has its own
def gan_value(real_logits, fake_logits):
    return F.logsigmoid(torch.cat([real_logits, -fake_logits])).mean()
