# right: a table of samples and centers
def modes_captured(samples, centers, radius):
    distances = torch.linalg.vector_norm(samples.unsqueeze(1) - centers, dim=2)
    table = F.one_hot(distances.argmin(1), len(centers)).bool() & (distances <= radius)
    return table.any(0).sum().item(), table.any(1).double().mean().item()
