# diagnosed: k is ignored
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.mean() - fake_energy.mean()
