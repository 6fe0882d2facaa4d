# right: the area between the two distribution functions
def wasserstein_1d(x, y):
    points = torch.cat([x, y]).sort().values
    F_x = (x[None, :] <= points[:-1, None]).to(x.dtype).mean(1)
    F_y = (y[None, :] <= points[:-1, None]).to(x.dtype).mean(1)
    return ((F_x - F_y).abs() * points.diff()).sum()
