# diagnosed: parameters of the discriminator after
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(x), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    torch.optim.SGD(discriminator.parameters(), lr=0.1).step()
    return loss.item()
