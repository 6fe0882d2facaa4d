# right: match, and Pearson's beyond its range as well
def conjugate(name, t):
    match name:
        case "KL":
            return (t - 1).exp()
        case "reverse KL":
            return -(1 + (-t).log())
        case "Pearson":
            return torch.where(t > -2, (t / 2 + 1) ** 2 - 1, -1.0)
        case "squared Hellinger":
            return -t / (t - 1)
        case "GAN":
            return -torch.log1p(-t.exp())
