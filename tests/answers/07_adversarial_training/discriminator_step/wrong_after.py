# diagnosed: this is the loss after the update
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return discriminator_loss(discriminator(x), discriminator(fake)).item()
