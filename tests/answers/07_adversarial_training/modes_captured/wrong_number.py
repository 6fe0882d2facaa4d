# diagnosed: divide it by all of them
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    good = distance <= radius
    return len(nearest[good].unique()), float(good.sum())
