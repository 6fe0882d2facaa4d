# right: mse_loss of torch, against ones and zeros
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    ones, zeros = torch.ones_like(real_outputs), torch.zeros_like(fake_outputs)
    return (F.mse_loss(real_outputs, ones) + F.mse_loss(fake_outputs, zeros)) / 2
