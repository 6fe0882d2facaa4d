# diagnosed: put it into t u - f(u)
def conjugate(name, t):
    if name == "KL":
        return torch.exp(t - 1)
    if name == "reverse KL":
        return -1 / t
    if name == "Pearson":
        return 1 + t / 2
    if name == "squared Hellinger":
        return (1 - t) ** -2
    return 1 / (torch.exp(-t) - 1)
