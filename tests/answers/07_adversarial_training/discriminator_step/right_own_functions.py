# right: the loss of exercise 2, the samples without a graph
def discriminator_step(generator, discriminator, x, z, optimizer):
    with torch.no_grad():
        fake = generator(z)
    optimizer.zero_grad()
    loss = discriminator_loss(discriminator(x).squeeze(1), discriminator(fake).squeeze(1))
    loss.backward()
    optimizer.step()
    return float(loss)
