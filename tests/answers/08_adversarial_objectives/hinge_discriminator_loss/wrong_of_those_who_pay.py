# diagnosed: the mean runs over those who pay something
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return (1 - real_outputs)[real_outputs < 1].mean() + (1 + fake_outputs)[fake_outputs > -1].mean()
