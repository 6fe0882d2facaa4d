# diagnosed: the squares are added up
def least_squares_generator_loss(fake_outputs):
    return 0.5 * ((fake_outputs - 1) ** 2).sum()
