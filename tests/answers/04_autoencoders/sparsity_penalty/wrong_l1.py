# diagnosed: this is the sum of the mean activations
def sparsity_penalty(z, rho):
    return z.abs().mean(0).sum()
