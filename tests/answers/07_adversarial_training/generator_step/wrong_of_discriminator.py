# diagnosed: this is what the discriminator minimises on samples
def generator_step(generator, discriminator, z, optimizer):
    loss = F.softplus(discriminator(generator(z))).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
