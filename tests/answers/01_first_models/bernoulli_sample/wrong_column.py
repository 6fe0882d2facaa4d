# diagnosed: Expected shape (7,), one value for each toss; got (7, 1)
def bernoulli_sample(theta, n, generator=None):
    return (torch.rand(n, 1, generator=generator, dtype=theta.dtype) < theta).to(theta.dtype)
