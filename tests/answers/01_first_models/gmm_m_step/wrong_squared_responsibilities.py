# diagnosed: the responsibilities are squared
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    means = responsibilities.T @ x / counts[:, None]
    weighed = responsibilities[:, :, None] * (x[:, None] - means)
    return counts / len(x), means, torch.einsum("nki,nkj->kij", weighed, weighed) / counts[:, None, None]
