# mistake: always the KL's
def conjugate(name, t):
    return torch.exp(t - 1)
