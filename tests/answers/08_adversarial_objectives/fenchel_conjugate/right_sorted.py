# right: the last of the sorted values, f on the whole table
def fenchel_conjugate(f, t, u):
    grid = u.expand(len(t), len(u))
    return (t.reshape(-1, 1) * grid - f(grid)).sort(dim=1).values[:, -1]
