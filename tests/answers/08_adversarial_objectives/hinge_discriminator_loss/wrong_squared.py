# diagnosed: the shortfalls are squared
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.relu(1 - real_outputs).square().mean() + F.relu(1 + fake_outputs).square().mean()
