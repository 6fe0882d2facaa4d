# right: all draws in one long batch
def elbo_monte_carlo(x, encode, decode, eps):
    S, N, Z = eps.shape
    mean, log_variance = encode(x)
    z = (mean.repeat(S, 1, 1) + log_variance.exp().sqrt() * eps).view(S * N, Z)
    logits = decode(z).view(S, N, -1)
    p = torch.stack([F.logsigmoid(-logits), F.logsigmoid(logits)])
    likelihood = (p[1] * x + p[0] * (1 - x)).sum((0, 2)) / S
    return likelihood - 0.5 * torch.sum(mean.pow(2) + log_variance.exp() - log_variance - 1, dim=-1)
