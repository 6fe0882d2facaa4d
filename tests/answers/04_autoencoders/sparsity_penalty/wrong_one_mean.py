# diagnosed: the mean is over everything; each unit has its own
def sparsity_penalty(z, rho):
    on = z.mean()
    return rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()
