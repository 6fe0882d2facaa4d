# right: a loop over the outcomes
def jensen_shannon(p, q):
    total = torch.zeros((), dtype=p.dtype)
    for a, b in zip(p, q):
        m = (a + b) / 2
        if a > 0:
            total = total + a * torch.log(a / m) / 2
        if b > 0:
            total = total + b * torch.log(b / m) / 2
    return total
