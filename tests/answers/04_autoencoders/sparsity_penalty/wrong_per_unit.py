# diagnosed: this is one value for each unit; add them up
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()
