# diagnosed: The generator cannot be trained any more
def discriminator_step(generator, discriminator, x, z, optimizer):
    generator.requires_grad_(False)
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
