# diagnosed: the sample must be within the radius
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    return len(nearest.unique()), (distance <= radius).float().mean().item()
