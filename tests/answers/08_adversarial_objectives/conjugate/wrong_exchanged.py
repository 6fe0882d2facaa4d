# diagnosed: this is the formula of "Pearson"
def conjugate(name, t):
    if name == "KL":
        return torch.exp(t - 1)
    if name == "reverse KL":
        return t.square() / 4 + t
    if name == "Pearson":
        return -1 - torch.log(-t)
    if name == "squared Hellinger":
        return t / (1 - t)
    return -torch.log(1 - torch.exp(t))
