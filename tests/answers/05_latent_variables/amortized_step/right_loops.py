# right: a loop over examples and draws, cleared afterwards
def amortized_step(encoder, log_joint, x, eps, optimizer):
    S, B, Z = eps.shape
    mu, logvar = encoder(x)
    terms = []
    for i in range(B):
        sigma = torch.sqrt(torch.exp(logvar[i]))
        values = [log_joint(x[i : i + 1], (mu[i] + sigma * eps[s, i])[None])[0] for s in range(S)]
        terms.append(sum(values) / S + torch.log(sigma).sum() + Z / 2 * (1 + math.log(2 * math.pi)))
    loss = -torch.stack(terms).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return float(loss)
