# right: match
def optimal_critic(name, ratio):
    match name:
        case "KL":
            return ratio.log().add(1)
        case "reverse KL":
            return -(ratio**-1)
        case "Pearson":
            return (ratio - 1).mul(2)
        case "squared Hellinger":
            return 1 - ratio.rsqrt()
        case "GAN":
            return -torch.log1p(1 / ratio)
