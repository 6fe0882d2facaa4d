# diagnosed: this is the cross-entropy; the entropy of the wanted coin is missing
def sparsity_penalty(z, rho):
    on = z.mean(0)
    return -(rho * on.log() + (1 - rho) * (1 - on).log()).sum()
