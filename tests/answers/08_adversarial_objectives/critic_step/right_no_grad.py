# right: samples without a graph
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    with torch.no_grad():
        fake = generator(z)
    loss = critic(fake).mean() - critic(x).mean() + weight * gradient_penalty(critic, x, fake, eps).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
