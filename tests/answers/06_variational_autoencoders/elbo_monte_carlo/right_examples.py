# right: example by example, all draws of one at once
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    bounds = []
    for n in range(x.shape[0]):
        z = mu[n] + torch.exp(logvar[n] / 2) * eps[:, n]
        logits = decode(z)
        likelihood = -F.binary_cross_entropy_with_logits(logits, x[n].expand_as(logits), reduction="sum") / len(z)
        bounds.append(likelihood + 0.5 * (1 + logvar[n] - mu[n].square() - logvar[n].exp()).sum())
    return torch.stack(bounds)
