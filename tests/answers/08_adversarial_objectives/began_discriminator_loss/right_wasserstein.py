# right: the critic's loss with the energies exchanged
def began_discriminator_loss(real_energy, fake_energy, k):
    return wasserstein_critic_loss(k * fake_energy, real_energy)
