# diagnosed: Expected a torch tensor; got a list
import random


def bernoulli_sample(theta, n, generator=None):
    return [1.0 if random.random() < theta else 0.0 for _ in range(n)]
