# diagnosed: the samples are left out
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.mean()
