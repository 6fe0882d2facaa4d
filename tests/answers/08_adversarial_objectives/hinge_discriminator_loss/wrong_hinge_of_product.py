# diagnosed: this is the hinge of the product
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.relu(1 + real_outputs * fake_outputs).mean()
