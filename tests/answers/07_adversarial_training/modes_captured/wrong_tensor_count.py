# diagnosed: return a plain int
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    good = distance <= radius
    return torch.tensor(len(nearest[good].unique())), good.float().mean().item()
