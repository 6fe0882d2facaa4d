# right: a loop over the samples
def least_squares_generator_loss(fake_outputs):
    return sum((output - 1) ** 2 for output in fake_outputs) / (2 * fake_outputs.numel())
