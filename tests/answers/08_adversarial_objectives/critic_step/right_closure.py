# right: a closure for the optimizer
def critic_step(generator, critic, x, z, eps, optimizer, weight=10.0):
    fake = generator(z).clone().detach()
    losses = []

    def closure():
        optimizer.zero_grad(set_to_none=False)
        loss = wasserstein_critic_loss(critic(x).flatten(), critic(fake).flatten())
        loss = torch.add(loss, gradient_penalty(critic, x, fake, eps).mean(), alpha=weight)
        loss.backward()
        losses.append(loss.item())
        return loss

    optimizer.step(closure)
    return losses[0]
