# diagnosed: this is f itself
def optimal_critic(name, ratio):
    if name == "KL":
        return ratio * ratio.log()
    if name == "reverse KL":
        return -ratio.log()
    if name == "Pearson":
        return (ratio - 1).square()
    if name == "squared Hellinger":
        return (ratio.sqrt() - 1).square()
    return ratio * ratio.log() - (ratio + 1) * (ratio + 1).log()
