# diagnosed: the distance is taken from -1
def least_squares_generator_loss(fake_outputs):
    return 0.5 * ((fake_outputs + 1) ** 2).mean()
