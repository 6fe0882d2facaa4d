# right: the generator gets gradients, and they are cleared
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z)
    loss = wasserstein_critic_loss(critic(x).squeeze(1), critic(fake).squeeze(1))
    loss = loss + weight * gradient_penalty(critic, x, fake, eps).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    generator.zero_grad()
    return loss.item()
