# diagnosed: they did not change
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
