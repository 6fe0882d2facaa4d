# diagnosed: parameters of the generator after
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z)))
    optimizer.zero_grad()
    loss.backward()
    torch.optim.SGD(generator.parameters(), lr=0.1).step()
    return loss.item()
