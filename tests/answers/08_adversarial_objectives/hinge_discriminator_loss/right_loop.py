# right: a loop, with if
def hinge_discriminator_loss(real_outputs, fake_outputs):
    loss = 0 * real_outputs.sum() + 0 * fake_outputs.sum()
    for output in real_outputs:
        if output < 1:
            loss = loss + (1 - output) / len(real_outputs)
    for output in fake_outputs:
        if output > -1:
            loss = loss + (1 + output) / len(fake_outputs)
    return loss
