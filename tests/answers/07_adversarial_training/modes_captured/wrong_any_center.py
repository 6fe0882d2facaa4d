# diagnosed: it must be that sample's nearest
def modes_captured(samples, centers, radius):
    near = torch.cdist(samples, centers) <= radius
    return int(near.any(0).sum()), near.any(1).float().mean().item()
