# diagnosed: pairs of sample and center are averaged
def modes_captured(samples, centers, radius):
    distances = torch.cdist(samples, centers)
    good = distances.min(1).values <= radius
    return len(distances.argmin(1)[good].unique()), (distances <= radius).float().mean().item()
