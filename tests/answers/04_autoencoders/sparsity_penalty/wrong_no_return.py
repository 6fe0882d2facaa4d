# diagnosed: a function without a return gives
def sparsity_penalty(z, rho):
    on = z.mean(0)
    (rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()).sum()
