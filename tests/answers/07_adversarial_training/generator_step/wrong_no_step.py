# diagnosed: they did not change
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z)))
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
