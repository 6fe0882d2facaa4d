# diagnosed: Different states of the generator gave the same draw: do not set a seed of your own
def bernoulli_sample(theta, n, generator=None):
    torch.manual_seed(0)
    return (torch.rand(n) < theta).to(theta.dtype)
