# right: a loop
def began_discriminator_loss(real_energy, fake_energy, k):
    loss = 0.0
    for energy in real_energy:
        loss += energy / real_energy.numel()
    for energy in fake_energy:
        loss -= k / fake_energy.numel() * energy
    return loss
