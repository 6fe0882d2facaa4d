# mistake: tosses come in pairs of the same value
def bernoulli_sample(theta, n, generator=None):
    u = torch.rand((n + 1) // 2, generator=generator, dtype=theta.dtype)
    return (u < theta).to(theta.dtype).repeat_interleave(2)[:n]
