# diagnosed: the samples count with log D(G(z)); they should with log(1 - D(G(z)))
def gan_value(real_logits, fake_logits):
    return F.logsigmoid(real_logits).mean() + F.logsigmoid(fake_logits).mean()
