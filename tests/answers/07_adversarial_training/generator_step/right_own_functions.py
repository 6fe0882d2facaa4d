# right: the loss of exercise 4
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z)).flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
