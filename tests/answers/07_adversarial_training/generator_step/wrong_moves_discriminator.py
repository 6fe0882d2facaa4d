# diagnosed: The discriminator has changed
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z)))
    optimizer.zero_grad()
    discriminator.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for parameter in discriminator.parameters():
            parameter -= 0.1 * parameter.grad
    return loss.item()
