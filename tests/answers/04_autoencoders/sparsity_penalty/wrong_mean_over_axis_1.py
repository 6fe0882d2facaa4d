# diagnosed: the mean is over the units; take it over the examples
def sparsity_penalty(z, rho):
    on = z.mean(1)
    return (rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()).sum()
