# diagnosed: the weight is 1 - k
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.mean() - (1 - k) * fake_energy.mean()
