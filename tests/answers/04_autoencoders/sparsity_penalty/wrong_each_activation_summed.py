# diagnosed: each activation is compared with rho, and all are added up
def sparsity_penalty(z, rho):
    return (rho * (rho / z).log() + (1 - rho) * ((1 - rho) / (1 - z)).log()).sum()
