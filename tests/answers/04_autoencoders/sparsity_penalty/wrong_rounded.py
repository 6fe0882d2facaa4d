# diagnosed: the activations are counted as on or off; their mean is taken as they are
def sparsity_penalty(z, rho):
    on = (z > 0.5).to(z.dtype).mean(0).clamp(1e-6, 1 - 1e-6)
    return (rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()).sum()
