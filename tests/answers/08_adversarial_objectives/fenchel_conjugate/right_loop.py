# right: a loop over slopes and points
def fenchel_conjugate(f, t, u):
    values = f(u)
    best = []
    for slope in t:
        largest = slope * u[0] - values[0]
        for point, value in zip(u[1:], values[1:]):
            largest = torch.maximum(largest, slope * point - value)
        best.append(largest)
    return torch.stack(best)
