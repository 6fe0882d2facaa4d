# diagnosed: No gradient flows back to z
def sparsity_penalty(z, rho):
    on = z.detach().mean(0)
    return (rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()).sum()
