# diagnosed: Different states of the generator gave the same draw: do not set a seed of your own
def bernoulli_sample(theta, n, generator=None):
    if generator is not None:
        generator.manual_seed(generator.initial_seed())
    return torch.bernoulli(theta.expand(n), generator=generator)
