# diagnosed: the mean is squared
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    return 0.5 * (real_outputs.mean() - 1) ** 2 + 0.5 * fake_outputs.mean() ** 2
