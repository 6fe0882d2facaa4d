# diagnosed: the sign in the denominator is wrong
def conjugate(name, t):
    if name == "KL":
        return torch.exp(t - 1)
    if name == "reverse KL":
        return -1 - torch.log(-t)
    if name == "Pearson":
        return t.square() / 4 + t
    if name == "squared Hellinger":
        return t / (1 + t)
    return -torch.log(1 - torch.exp(t))
