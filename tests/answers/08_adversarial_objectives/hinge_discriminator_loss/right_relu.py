# right: relu
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.relu(1.0 - real_outputs).mean() + F.relu(1.0 + fake_outputs).mean()
