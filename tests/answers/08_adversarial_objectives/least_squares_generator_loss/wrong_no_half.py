# diagnosed: the factor 1/2 is missing
def least_squares_generator_loss(fake_outputs):
    return ((fake_outputs - 1) ** 2).mean()
