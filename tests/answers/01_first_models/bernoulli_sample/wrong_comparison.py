# diagnosed: a 1 comes with probability 1 - theta
def bernoulli_sample(theta, n, generator=None):
    return (torch.rand(n, generator=generator, dtype=theta.dtype) > theta).to(theta.dtype)
