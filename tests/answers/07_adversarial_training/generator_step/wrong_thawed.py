# diagnosed: give each back what it had
def generator_step(generator, discriminator, z, optimizer):
    discriminator.requires_grad_(False)
    loss = generator_loss_non_saturating(discriminator(generator(z)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    discriminator.requires_grad_(True)
    return loss.item()
