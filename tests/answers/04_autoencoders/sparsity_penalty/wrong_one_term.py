# diagnosed: the term for off, with 1 - rho, is missing
def sparsity_penalty(z, rho):
    return (rho * (rho / z.mean(0)).log()).sum()
