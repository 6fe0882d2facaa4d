# diagnosed: without a generator every call
def bernoulli_sample(theta, n, generator=None):
    if generator is None:
        generator = torch.Generator().manual_seed(42)
    return (torch.rand(n, generator=generator) < theta).to(theta.dtype)
