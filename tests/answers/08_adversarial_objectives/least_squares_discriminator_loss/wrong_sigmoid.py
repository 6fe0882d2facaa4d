# diagnosed: the outputs go through a sigmoid first
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    return 0.5 * (real_outputs.sigmoid() - 1).square().mean() + 0.5 * fake_outputs.sigmoid().square().mean()
