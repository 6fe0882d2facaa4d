# diagnosed: the data's sign is turned around
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.relu(1 + real_outputs).mean() + F.relu(1 + fake_outputs).mean()
