# diagnosed: The number of modes is a float
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    good = distance <= radius
    return good.float().mean().item(), len(nearest[good].unique())
