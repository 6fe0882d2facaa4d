# diagnosed: rho and the mean activation are exchanged
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return (on * (on / rho).log() + (1 - on) * ((1 - on) / (1 - rho)).log()).sum()
