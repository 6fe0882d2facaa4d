# diagnosed: the forgeries beyond 1 cost nothing
def least_squares_generator_loss(fake_outputs):
    return 0.5 * F.relu(1 - fake_outputs).square().mean()
