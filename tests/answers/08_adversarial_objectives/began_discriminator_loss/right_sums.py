# right: sums over sizes
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.sum() / len(real_energy) - k * (fake_energy.sum() / len(fake_energy))
