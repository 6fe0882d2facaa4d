# diagnosed: one mean runs over data and samples together
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    return torch.cat([(real_outputs - 1) ** 2, fake_outputs**2]).mean()
