# diagnosed: a small number is added inside the logarithm
def gan_value(real_logits, fake_logits):
    D, E = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return (D + 1e-8).log().mean() + (1 - E + 1e-8).log().mean()
