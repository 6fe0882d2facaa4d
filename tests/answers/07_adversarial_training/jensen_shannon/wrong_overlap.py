# diagnosed: outcomes that only one of the two shows are left out
def jensen_shannon(p, q):
    both = (p > 0) & (q > 0)
    p, q = p[both], q[both]
    m = (p + q) / 2
    return ((p * (p / m).log()).sum() + (q * (q / m).log()).sum()) / 2
