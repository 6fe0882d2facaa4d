# right: one number at a time, in a list
def bernoulli_sample(theta, n, generator=None):
    tosses = []
    for _ in range(n):
        u = torch.rand((), generator=generator).item()
        tosses.append(1.0 if u < theta.item() else 0.0)
    return torch.tensor(tosses, dtype=theta.dtype)
