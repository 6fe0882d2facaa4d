# diagnosed: Expected a torch tensor
def dual_critic(p, q, distance):
    K = len(p)
    A = (torch.eye(K)[:, None] - torch.eye(K)).reshape(K * K, K)
    return linprog((q - p).numpy(), A_ub=A.numpy(), b_ub=distance.flatten().numpy()).x
