# diagnosed: the fraction is in percent
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    good = distance <= radius
    return len(nearest[good].unique()), 100 * good.float().mean().item()
