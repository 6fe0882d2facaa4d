# diagnosed: 0 * log 0 became NaN
def jensen_shannon(p, q):
    m = (p + q) / 2
    return ((p * (p / m).log()).sum() + (q * (q / m).log()).sum()) / 2
