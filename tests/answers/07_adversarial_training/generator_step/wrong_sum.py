# diagnosed: the losses of the samples are added up
def generator_step(generator, discriminator, z, optimizer):
    loss = F.softplus(-discriminator(generator(z))).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
