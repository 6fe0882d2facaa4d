# diagnosed: only the samples count
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.relu(1 + fake_outputs).mean()
