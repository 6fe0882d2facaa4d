# diagnosed: the sign is turned around
def optimal_critic(name, ratio):
    if name == "KL":
        return -1 - torch.log(ratio)
    if name == "reverse KL":
        return 1 / ratio
    if name == "Pearson":
        return 2 * (1 - ratio)
    if name == "squared Hellinger":
        return 1 / torch.sqrt(ratio) - 1
    return -torch.log(ratio / (ratio + 1))
