# right: plain numbers in a loop
def optimal_critic(name, ratio):
    def slope(u):
        if name == "KL":
            return math.log(u) + 1
        elif name == "reverse KL":
            return -1 / u
        elif name == "Pearson":
            return 2 * u - 2
        elif name == "squared Hellinger":
            return 1 - u**-0.5
        return math.log(u) - math.log(u + 1)

    return torch.tensor([slope(u) for u in ratio.tolist()], dtype=ratio.dtype)
