# diagnosed: changes z in place
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    z.zero_()
    return loss.item()
