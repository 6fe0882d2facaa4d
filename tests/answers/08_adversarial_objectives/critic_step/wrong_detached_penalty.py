# diagnosed: the penalty does not teach the critic
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z).detach()
    loss = critic(fake).mean() - critic(x).mean() + weight * gradient_penalty(critic, x, fake, eps).mean().item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
