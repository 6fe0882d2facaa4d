# diagnosed: count their centers, each once
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    good = distance <= radius
    return len(nearest[good]), good.float().mean().item()
