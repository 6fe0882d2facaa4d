# right: differences by broadcasting, squared
def modes_captured(samples, centers, radius):
    squared = (samples[:, None, :] - centers[None]).square().sum(-1)
    near = squared.argmin(1)
    good = squared.gather(1, near[:, None]).squeeze(1) < radius**2
    return int(torch.bincount(near[good], minlength=len(centers)).gt(0).sum()), float(good.sum() / len(samples))
