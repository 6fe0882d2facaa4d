# diagnosed: this is what the discriminator minimises on samples
def generator_step(generator, discriminator, z, optimizer):
    loss = -generator_loss_minimax(discriminator(generator(z)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
