# mistake: always the KL divergence, whatever f is
def f_divergence(p, q, f):
    return (p * (p / q).log()).sum()
