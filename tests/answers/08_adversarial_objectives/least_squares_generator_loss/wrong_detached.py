# diagnosed: No gradient flows back
def least_squares_generator_loss(fake_outputs):
    return 0.5 * ((fake_outputs.detach() - 1) ** 2).mean()
