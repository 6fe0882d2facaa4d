# diagnosed: the fraction that are of low quality
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    bad = distance > radius
    return len(nearest[~bad].unique()), bad.float().mean().item()
