# diagnosed: this is the slide's row, with its minus sign
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    return -((real_outputs - 1) ** 2).mean() + (fake_outputs**2).mean()
