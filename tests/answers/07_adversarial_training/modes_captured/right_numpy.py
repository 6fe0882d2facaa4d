# right: in numpy
def modes_captured(samples, centers, radius):
    s, c = samples.detach().numpy(), centers.detach().numpy()
    d = ((s[:, None] - c[None]) ** 2).sum(-1) ** 0.5
    good = d.min(1) <= radius
    return len(set(d.argmin(1)[good].tolist())), float(good.mean())
