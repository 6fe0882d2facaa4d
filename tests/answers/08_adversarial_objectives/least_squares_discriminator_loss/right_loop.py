# right: a loop over the examples
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    loss = 0.0
    for output in real_outputs:
        loss = loss + (output - 1) ** 2 / (2 * len(real_outputs))
    for output in fake_outputs:
        loss = loss + output * output / (2 * len(fake_outputs))
    return loss
