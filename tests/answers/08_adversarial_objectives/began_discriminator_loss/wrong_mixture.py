# diagnosed: the two are weighed with 1 - k and k
def began_discriminator_loss(real_energy, fake_energy, k):
    return (1 - k) * real_energy.mean() - k * fake_energy.mean()
