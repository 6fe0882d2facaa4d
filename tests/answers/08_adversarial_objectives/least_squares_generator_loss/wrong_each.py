# diagnosed: one value for each sample is returned
def least_squares_generator_loss(fake_outputs):
    return 0.5 * (fake_outputs - 1) ** 2
