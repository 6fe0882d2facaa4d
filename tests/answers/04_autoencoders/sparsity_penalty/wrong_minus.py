# diagnosed: the term for off has the wrong sign
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return (rho * (rho / on).log() - (1 - rho) * ((1 - rho) / (1 - on)).log()).sum()
