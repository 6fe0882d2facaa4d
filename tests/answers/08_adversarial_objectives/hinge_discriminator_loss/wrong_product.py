# diagnosed: this is the product of CS8321
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return (real_outputs * fake_outputs).mean()
