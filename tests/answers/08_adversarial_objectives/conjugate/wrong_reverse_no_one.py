# diagnosed: the - 1 is missing
def conjugate(name, t):
    if name == "KL":
        return torch.exp(t - 1)
    if name == "reverse KL":
        return -torch.log(-t)
    if name == "Pearson":
        return t.square() / 4 + t
    if name == "squared Hellinger":
        return t / (1 - t)
    return -torch.log(1 - torch.exp(t))
