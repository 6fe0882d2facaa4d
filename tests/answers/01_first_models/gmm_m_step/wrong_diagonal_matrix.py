# diagnosed: everything off the diagonal is 0
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    variances = (responsibilities[:, :, None] * (x[:, None] - means) ** 2).sum(0) / counts[:, None]
    return counts / len(x), means, torch.diag_embed(variances)
