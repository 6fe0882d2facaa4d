# diagnosed: this is the chance p / (p + q) itself
def optimal_critic(name, ratio):
    if name == "KL":
        return 1 + torch.log(ratio)
    if name == "reverse KL":
        return -1 / ratio
    if name == "Pearson":
        return 2 * (ratio - 1)
    if name == "squared Hellinger":
        return 1 - 1 / torch.sqrt(ratio)
    return ratio / (ratio + 1)
