# diagnosed: this is the softplus
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return F.softplus(1 - real_outputs).mean() + F.softplus(1 + fake_outputs).mean()
