# right: one slope at a time, stacked; f sees each point alone
def fenchel_conjugate(f, t, u):
    heights = torch.stack([f(point) for point in u])
    return torch.stack([(slope * u - heights).max() for slope in t])
