# diagnosed: this is the u where the tangent touches
def conjugate(name, t):
    if name == "KL":
        return torch.exp(t - 1)
    if name == "reverse KL":
        return -1 - torch.log(-t)
    if name == "Pearson":
        return t.square() / 4 + t
    if name == "squared Hellinger":
        return 1 / (1 - t).square()
    return -torch.log(1 - torch.exp(t))
