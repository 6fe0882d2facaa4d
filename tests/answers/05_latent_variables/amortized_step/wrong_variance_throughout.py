# diagnosed: exp(logvar) is used as the standard deviation throughout; it is the variance
def amortized_step(encoder, log_joint, x, eps, optimizer):
    mu, logvar = encoder(x)
    q = Normal(mu, logvar.exp())
    loss = -(log_joint(x, q.loc + q.scale * eps).mean(0) + q.entropy().sum(-1)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
