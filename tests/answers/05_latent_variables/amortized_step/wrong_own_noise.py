# diagnosed: The same noise gives two losses: use eps, and draw nothing yourself
def amortized_step(encoder, log_joint, x, eps, optimizer):
    mu, logvar = encoder(x)
    z = mu + (0.5 * logvar).exp() * torch.randn_like(eps)
    entropy = 0.5 * (logvar + math.log(2 * math.pi * math.e)).sum(-1)
    loss = -(log_joint(x, z).mean(0) + entropy).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
