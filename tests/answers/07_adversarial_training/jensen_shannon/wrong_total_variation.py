# diagnosed: the total variation
def jensen_shannon(p, q):
    return (p - q).abs().sum() / 2
