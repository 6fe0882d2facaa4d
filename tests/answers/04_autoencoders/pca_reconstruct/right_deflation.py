# right: one component after the other, each taken off what is left
def pca_reconstruct(x, k):
    mean = x.mean(0)
    left, built = x - mean, torch.zeros_like(x)
    for _ in range(k):
        direction = torch.linalg.eigh(left.T @ left).eigenvectors[:, -1]
        part = torch.outer(left @ direction, direction)
        left, built = left - part, built + part
    return mean + built
