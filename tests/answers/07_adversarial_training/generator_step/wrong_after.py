# diagnosed: this is the loss after the update
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return generator_loss_non_saturating(discriminator(generator(z))).item()
