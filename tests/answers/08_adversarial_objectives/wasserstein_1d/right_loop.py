# right: sorted lists and a loop
def wasserstein_1d(x, y):
    total = torch.zeros((), dtype=x.dtype)
    for a, b in zip(sorted(x), sorted(y)):
        total = total + abs(a - b)
    return total / len(x)
