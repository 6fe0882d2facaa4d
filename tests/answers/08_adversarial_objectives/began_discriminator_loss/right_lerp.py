# right: a mixture of two losses
def began_discriminator_loss(real_energy, fake_energy, k):
    pushed = torch.mean(real_energy) - torch.mean(fake_energy)
    return torch.lerp(torch.mean(real_energy), pushed, k)
