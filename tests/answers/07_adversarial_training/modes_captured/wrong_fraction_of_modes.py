# diagnosed: this is the fraction of the modes
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    good = distance <= radius
    modes = len(nearest[good].unique())
    return modes, modes / len(centers)
