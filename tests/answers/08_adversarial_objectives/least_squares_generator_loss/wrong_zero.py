# diagnosed: this is the detective's term for samples; the forger wants 1, not 0
def least_squares_generator_loss(fake_outputs):
    return 0.5 * (fake_outputs**2).mean()
