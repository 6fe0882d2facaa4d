# diagnosed: changes t in place
def conjugate(name, t):
    if name == "KL":
        return t.sub_(1).exp()
    if name == "reverse KL":
        return -1 - torch.log(-t)
    if name == "Pearson":
        return t.square() / 4 + t
    if name == "squared Hellinger":
        return t / (1 - t)
    return -torch.log(1 - torch.exp(t))
