# diagnosed: data and samples are exchanged
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(fake), discriminator(x))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
