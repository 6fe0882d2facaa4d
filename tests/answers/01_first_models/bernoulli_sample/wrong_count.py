# diagnosed: Expected shape (7,), one value for each toss; got ()
def bernoulli_sample(theta, n, generator=None):
    return (torch.rand(n, generator=generator, dtype=theta.dtype) < theta).sum().to(theta.dtype)
