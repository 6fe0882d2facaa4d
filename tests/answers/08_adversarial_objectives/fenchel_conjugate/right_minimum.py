# right: minus the smallest f(u) - t u, points down the rows
def fenchel_conjugate(f, t, u):
    return -(f(u).unsqueeze(1) - u.unsqueeze(1) * t).min(0)[0]
