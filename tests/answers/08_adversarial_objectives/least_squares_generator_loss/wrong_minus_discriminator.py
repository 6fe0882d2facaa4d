# diagnosed: this is minus the detective's term for samples
def least_squares_generator_loss(fake_outputs):
    return -0.5 * (fake_outputs**2).mean()
