# diagnosed: no gradient reaches the generator
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z).detach()))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
