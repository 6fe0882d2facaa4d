# diagnosed: Expected a torch tensor; got a float
def sparsity_penalty(z, rho):
    total = 0.0
    for on in z.mean(0).tolist():
        total += rho * math.log(rho / on) + (1 - rho) * math.log((1 - rho) / (1 - on))
    return total
