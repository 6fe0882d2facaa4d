# right: one center after the other
def modes_captured(samples, centers, radius):
    distances = torch.cdist(samples, centers)
    captured, good = 0, 0
    for k in range(centers.shape[0]):
        mine = distances[distances.argmin(dim=1) == k, k]
        captured += bool((mine <= radius).any())
        good += int((mine <= radius).sum())
    return captured, good / samples.shape[0]
