# diagnosed: the mean over the units is taken; add them up
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return (rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()).mean()
