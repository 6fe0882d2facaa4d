# diagnosed: the sign is turned around, as on the slide: this falls
def least_squares_generator_loss(fake_outputs):
    return -0.5 * ((fake_outputs - 1) ** 2).mean()
