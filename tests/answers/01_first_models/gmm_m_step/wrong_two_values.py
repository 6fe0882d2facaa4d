# diagnosed: Expected 3 values (weights, means, covariances); got 2 values
def gmm_m_step(x, responsibilities):
    counts = responsibilities.sum(0)
    return counts / len(x), responsibilities.T @ x / counts[:, None]
