# right: coordinate ascent, latent by latent, until nothing moves
def mean_field_posterior(x, weight, bias, noise_std):
    N, Z = len(x), weight.shape[1]
    variance = noise_std**2 / (noise_std**2 + (weight**2).sum(0))
    mu = torch.zeros(N, Z, dtype=x.dtype)
    for _ in range(4000):
        before = mu.clone()
        for k in range(Z):
            rest = x - bias - mu @ weight.T + mu[:, k : k + 1] * weight[:, k]
            mu[:, k] = variance[k] * (rest @ weight[:, k]) / noise_std**2
        if torch.equal(mu, before):
            break
    return mu, variance.log().expand(N, Z)
