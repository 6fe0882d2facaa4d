# mistake: cut off at 0
def began_discriminator_loss(real_energy, fake_energy, k):
    return (real_energy.mean() - k * fake_energy.mean()).clamp(min=0)
