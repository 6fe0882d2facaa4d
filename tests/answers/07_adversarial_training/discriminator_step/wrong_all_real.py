# diagnosed: the samples are labelled 1 as well
def discriminator_step(generator, discriminator, x, z, optimizer):
    fake = generator(z).detach()
    loss = F.softplus(-discriminator(x)).mean() + F.softplus(-discriminator(fake)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
