# diagnosed: got torch.float32
def sparsity_penalty(z, rho):
    on = z.mean(0).float()
    return (rho * (rho / on).log() + (1 - rho) * ((1 - rho) / (1 - on)).log()).sum()
