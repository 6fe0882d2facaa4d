# diagnosed: the samples are labelled 1 as well
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    return 0.5 * ((real_outputs - 1) ** 2).mean() + 0.5 * ((fake_outputs - 1) ** 2).mean()
