# diagnosed: changes ratio in place
def optimal_critic(name, ratio):
    if name == "KL":
        return 1 + ratio.log_()
    if name == "reverse KL":
        return -1 / ratio
    if name == "Pearson":
        return 2 * (ratio - 1)
    if name == "squared Hellinger":
        return 1 - 1 / torch.sqrt(ratio)
    return torch.log(ratio / (ratio + 1))
