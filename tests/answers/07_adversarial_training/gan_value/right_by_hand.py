# right: min and log1p by hand
def gan_value(real_logits, fake_logits):
    value = 0
    for logits in (real_logits, -fake_logits):
        value = value + (logits.clamp(max=0) - torch.log1p(torch.exp(-logits.abs()))).sum() / logits.shape[0]
    return value
