# diagnosed: the two halves are averaged; add them
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake)) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
