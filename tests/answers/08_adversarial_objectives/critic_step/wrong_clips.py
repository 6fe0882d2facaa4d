# diagnosed: the weights are clipped as well
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z).detach()
    loss = wasserstein_critic_loss(critic(x).squeeze(1), critic(fake).squeeze(1))
    loss = loss + weight * gradient_penalty(critic, x, fake, eps).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    clip_weights(critic, 0.01)
    return loss.item()
