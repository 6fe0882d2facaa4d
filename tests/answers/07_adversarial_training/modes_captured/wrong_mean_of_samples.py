# diagnosed: one good sample is enough
def modes_captured(samples, centers, radius):
    distance, nearest = torch.cdist(samples, centers).min(1)
    captured = 0
    for k, center in enumerate(centers):
        mine = samples[nearest == k]
        captured += len(mine) > 0 and bool((mine.mean(0) - center).norm() <= radius)
    return captured, (distance <= radius).float().mean().item()
