# diagnosed: data and samples are exchanged
def began_discriminator_loss(real_energy, fake_energy, k):
    return fake_energy.mean() - k * real_energy.mean()
