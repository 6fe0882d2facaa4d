# diagnosed: A gradient is left on the generator
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z)
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
