# diagnosed: the energies are added up
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.sum() - k * fake_energy.sum()
