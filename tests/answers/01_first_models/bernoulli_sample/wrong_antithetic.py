# mistake: the second half is drawn with 1 - u
def bernoulli_sample(theta, n, generator=None):
    u = torch.rand(n - n // 2, generator=generator, dtype=theta.dtype)
    return (torch.cat([u, 1 - u])[:n] < theta).to(theta.dtype)
