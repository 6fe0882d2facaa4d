# diagnosed: there is no hinge
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return (1 - real_outputs).mean() + (1 + fake_outputs).mean()
