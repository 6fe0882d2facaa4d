# diagnosed: The generator has changed
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z)
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for parameter in generator.parameters():
            parameter -= 0.1 * parameter.grad
    generator.zero_grad()
    return loss.item()
