# diagnosed: the squared distance is compared with the radius
def modes_captured(samples, centers, radius):
    squared, nearest = (samples[:, None] - centers).square().sum(-1).min(1)
    good = squared <= radius
    return len(nearest[good].unique()), good.float().mean().item()
