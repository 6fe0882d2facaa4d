# diagnosed: the margin is missing
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.relu(-real_outputs).mean() + F.relu(fake_outputs).mean()
