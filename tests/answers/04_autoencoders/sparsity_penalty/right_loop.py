# right: unit by unit
def sparsity_penalty(z, rho):
    total = torch.zeros((), dtype=z.dtype)
    for unit in z.T:
        on = unit.sum() / len(unit)
        total = total + rho * (math.log(rho) - torch.log(on))
        total = total + (1 - rho) * (math.log(1 - rho) - torch.log1p(-on))
    return total
