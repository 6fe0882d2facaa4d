# diagnosed: the hinge is turned around
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return (1 - real_outputs).clamp(max=0).mean() + (1 + fake_outputs).clamp(max=0).mean()
