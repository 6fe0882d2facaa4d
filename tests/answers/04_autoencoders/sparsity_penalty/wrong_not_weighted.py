# diagnosed: the logarithms are not weighted by rho and 1 - rho
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return ((rho / on).log() + ((1 - rho) / (1 - on)).log()).sum()
