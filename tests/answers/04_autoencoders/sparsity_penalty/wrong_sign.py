# diagnosed: the sign is turned around
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return (rho * (on / rho).log() + (1 - rho) * ((1 - on) / (1 - rho)).log()).sum()
