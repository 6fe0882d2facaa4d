# diagnosed: The generator has changed
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z)
    loss = critic(fake).mean() - critic(x).mean() + weight * gradient_penalty(critic, x, fake, eps).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for parameter in generator.parameters():
            parameter -= 0.1 * parameter.grad
    generator.zero_grad()
    return loss.item()
