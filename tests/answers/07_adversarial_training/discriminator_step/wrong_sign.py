# diagnosed: the sign is turned around
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = gan_value(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
