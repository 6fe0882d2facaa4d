# diagnosed: the mean is squared
def least_squares_generator_loss(fake_outputs):
    return 0.5 * (fake_outputs.mean() - 1) ** 2
