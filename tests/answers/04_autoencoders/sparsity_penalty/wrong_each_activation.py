# diagnosed: each activation is compared with rho; take the mean over the examples first
def sparsity_penalty(z, rho):
    return (rho * (rho / z).log() + (1 - rho) * ((1 - rho) / (1 - z)).log()).sum(1).mean()
