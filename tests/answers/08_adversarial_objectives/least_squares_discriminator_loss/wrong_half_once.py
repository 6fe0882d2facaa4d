# diagnosed: only one of the two terms is halved
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    return 0.5 * (real_outputs - 1).square().mean() + fake_outputs.square().mean()
