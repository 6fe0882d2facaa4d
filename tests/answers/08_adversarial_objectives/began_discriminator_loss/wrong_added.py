# diagnosed: the samples' energy is added
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.mean() + k * fake_energy.mean()
