# diagnosed: these are squared differences
def sparsity_penalty(z, rho):
    return (z.mean(0) - rho).square().sum()
