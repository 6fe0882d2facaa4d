# diagnosed: k weighs both
def began_discriminator_loss(real_energy, fake_energy, k):
    return k * (real_energy.mean() - fake_energy.mean())
