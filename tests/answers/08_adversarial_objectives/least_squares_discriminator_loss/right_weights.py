# right: one batch with targets and weights
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    outputs = torch.cat([real_outputs, fake_outputs])
    targets = torch.cat([torch.ones_like(real_outputs), torch.zeros_like(fake_outputs)])
    share = torch.cat([torch.ones_like(real_outputs) / len(real_outputs), torch.ones_like(fake_outputs) / len(fake_outputs)])
    return torch.einsum("i,i->", share, (outputs - targets) ** 2).div(2)
