# diagnosed: changes real_outputs in place
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    real_outputs -= 1
    return 0.5 * (real_outputs**2).mean() + 0.5 * (fake_outputs**2).mean()
