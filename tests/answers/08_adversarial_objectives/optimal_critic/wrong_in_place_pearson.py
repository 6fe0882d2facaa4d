# diagnosed: changes ratio in place
def optimal_critic(name, ratio):
    if name == "KL":
        return 1 + torch.log(ratio)
    if name == "reverse KL":
        return -1 / ratio
    if name == "Pearson":
        ratio -= 1
        return 2 * ratio
    if name == "squared Hellinger":
        return 1 - ratio.rsqrt()
    return torch.log(ratio / (ratio + 1))
