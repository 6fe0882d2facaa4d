# mistake: the logarithm of the best discriminator, whatever the name
def optimal_critic(name, ratio):
    return torch.log(ratio / (1 + ratio))
