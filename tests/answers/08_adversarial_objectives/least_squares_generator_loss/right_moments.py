# right: variance and mean
def least_squares_generator_loss(fake_outputs):
    mean = fake_outputs.mean()
    return (fake_outputs.var(correction=0) + mean**2 - 2 * mean + 1) / 2
