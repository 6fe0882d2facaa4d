# right: the discriminator's loss with the samples in the place of data
def least_squares_generator_loss(fake_outputs):
    return least_squares_discriminator_loss(fake_outputs, torch.zeros_like(fake_outputs))
