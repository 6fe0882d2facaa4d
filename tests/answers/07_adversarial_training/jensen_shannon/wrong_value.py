# diagnosed: this is the value of the game
def jensen_shannon(p, q):
    D = p / (p + q)
    return torch.xlogy(p, D).nansum() + torch.xlogy(q, 1 - D).nansum()
