# diagnosed: a better one exists
def dual_critic(p, q, distance):
    K = len(p)
    A = (torch.eye(K)[:, None] - torch.eye(K)).reshape(K * K, K)
    least = distance[~torch.eye(K, dtype=torch.bool)].min() if K > 1 else distance.max()
    b = torch.full((K * K,), least.item())
    return torch.from_numpy(linprog((q - p).numpy(), A_ub=A.numpy(), b_ub=b.numpy()).x)
