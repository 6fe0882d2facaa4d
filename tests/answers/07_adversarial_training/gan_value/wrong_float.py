# diagnosed: Expected a torch tensor
def gan_value(real_logits, fake_logits):
    return (F.logsigmoid(real_logits).mean() + F.logsigmoid(-fake_logits).mean()).item()
