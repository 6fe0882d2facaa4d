# mistake: raised RuntimeError: element 0 of tensors does not require grad
def generator_step(generator, discriminator, z, optimizer):
    loss = generator_loss_non_saturating(discriminator(generator(z).detach()))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
