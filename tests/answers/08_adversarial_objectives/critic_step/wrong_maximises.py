# diagnosed: the sign is turned around: this is what the lecture maximises
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z).detach()
    loss = critic(x).mean() - critic(fake).mean() - weight * gradient_penalty(critic, x, fake, eps).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
