# diagnosed: the - 1 is missing: f'(u) is 1 + log u
def conjugate(name, t):
    if name == "KL":
        return torch.exp(t)
    if name == "reverse KL":
        return -1 - torch.log(-t)
    if name == "Pearson":
        return t.square() / 4 + t
    if name == "squared Hellinger":
        return t / (1 - t)
    return -torch.log(1 - torch.exp(t))
