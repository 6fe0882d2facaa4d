# diagnosed: Your f is too steep
def dual_critic(p, q, distance):
    K = len(p)
    step = torch.eye(K)[1:] - torch.eye(K)[:-1]
    gap = distance.diagonal(1)
    A, b = torch.cat([step, -step]), torch.cat([gap, gap])
    return torch.from_numpy(linprog((q - p).numpy(), A_ub=A.numpy(), b_ub=b.numpy()).x)
