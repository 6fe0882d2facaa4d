# right: the two terms go backward one after the other
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    optimizer.zero_grad()
    with torch.no_grad():
        fake = generator(z)
    outputs = critic(torch.cat([fake, x]))
    apart = outputs[: len(z)].mean() - outputs[len(z) :].mean()
    apart.backward()
    penalty = weight * gradient_penalty(critic, x, fake, eps).mean()
    penalty.backward()
    optimizer.step()
    return apart.item() + penalty.item()
