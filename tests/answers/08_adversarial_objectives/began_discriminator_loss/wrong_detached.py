# diagnosed: No gradient flows back to fake_energy
def began_discriminator_loss(real_energy, fake_energy, k):
    return real_energy.mean() - k * fake_energy.detach().mean()
