# mistake: the absolute value
def began_discriminator_loss(real_energy, fake_energy, k):
    return (real_energy.mean() - k * fake_energy.mean()).abs()
