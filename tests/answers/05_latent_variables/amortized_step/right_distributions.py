# right: torch.distributions for draws and entropy, a closure
def amortized_step(encoder, log_joint, x, eps, optimizer):
    seen = []

    def closure():
        optimizer.zero_grad()
        mu, logvar = encoder(x)
        q = Normal(mu, torch.exp(logvar / 2))
        elbo = log_joint(x, q.loc + eps * q.scale).mean(0) + q.entropy().sum(1)
        (-elbo.mean()).backward()
        seen.append(-elbo.mean().item())

    optimizer.step(closure)
    return seen[0]
