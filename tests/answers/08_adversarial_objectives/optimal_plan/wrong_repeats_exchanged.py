# mistake: the two ways to repeat the identity are exchanged
def optimal_plan(p, q, cost):
    N, M = cost.shape
    rows = torch.eye(N).repeat(1, M)
    columns = torch.eye(M).repeat_interleave(N, dim=1)
    x = linprog(cost.flatten().numpy(), A_eq=torch.cat([rows, columns]).numpy(), b_eq=torch.cat([p, q]).numpy()).x
    return torch.from_numpy(x).reshape(N, M)
