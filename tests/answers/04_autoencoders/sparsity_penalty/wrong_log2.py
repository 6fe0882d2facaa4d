# diagnosed: the logarithm is to base 2; nats are natural logarithms
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return (rho * (rho / on).log2() + (1 - rho) * ((1 - rho) / (1 - on)).log2()).sum()
