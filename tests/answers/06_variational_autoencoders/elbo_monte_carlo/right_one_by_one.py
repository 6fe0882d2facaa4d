# right: every draw of every example by itself, with the earlier functions
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    bounds = []
    for n in range(len(x)):
        m, v = mu[n : n + 1], logvar[n : n + 1]
        logits = decode(reparameterize(m, v, eps[:, n]))
        bounds.append(elbo(x[n].expand_as(logits), logits, m, v).mean())
    return torch.stack(bounds)
