# diagnosed: this is f(t) itself
def conjugate(name, t):
    if name == "KL":
        return t * t.log()
    if name == "reverse KL":
        return -t.log()
    if name == "Pearson":
        return (t - 1).square()
    if name == "squared Hellinger":
        return (t.sqrt() - 1).square()
    return t * t.log() - (t + 1) * (t + 1).log()
