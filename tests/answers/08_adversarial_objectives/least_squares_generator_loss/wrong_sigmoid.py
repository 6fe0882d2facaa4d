# diagnosed: the outputs go through a sigmoid first
def least_squares_generator_loss(fake_outputs):
    return 0.5 * ((torch.sigmoid(fake_outputs) - 1) ** 2).mean()
