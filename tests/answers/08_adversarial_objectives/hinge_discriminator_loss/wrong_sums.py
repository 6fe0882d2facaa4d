# diagnosed: the losses are added up
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.relu(1 - real_outputs).sum() + F.relu(1 + fake_outputs).sum()
