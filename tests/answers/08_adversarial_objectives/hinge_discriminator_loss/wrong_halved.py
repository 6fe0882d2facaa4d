# diagnosed: the two means are averaged
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return 0.5 * (F.relu(1 - real_outputs).mean() + F.relu(1 + fake_outputs).mean())
