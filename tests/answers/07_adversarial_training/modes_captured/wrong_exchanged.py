# diagnosed: Expected 2 values
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    return len(nearest[distance <= radius].unique())
