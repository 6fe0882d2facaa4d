# right: from the value of the game with the best discriminator
def jensen_shannon(p, q):
    D = optimal_discriminator(p, q)
    value = torch.xlogy(p, D).sum() + torch.xlogy(q, 1 - D).sum()
    return (value + math.log(4)) / 2
