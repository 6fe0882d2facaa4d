# diagnosed: the step goes uphill
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    (-loss).backward()
    optimizer.step()
    return loss.item()
