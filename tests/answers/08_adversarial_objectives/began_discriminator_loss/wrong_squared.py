# diagnosed: the energies are squared
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.square().mean() - k * fake_energy.square().mean()
