# right: a dictionary of functions, stable near the ends
def conjugate(name, t):
    return {
        "KL": lambda: torch.exp(t) / math.e,
        "reverse KL": lambda: torch.log(-1 / t) - 1,
        "Pearson": lambda: t * (t + 4) / 4,
        "squared Hellinger": lambda: 1 / (1 - t) - 1,
        "GAN": lambda: -torch.log(-torch.expm1(t)),
    }[name]()
