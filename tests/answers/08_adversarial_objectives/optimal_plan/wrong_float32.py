# diagnosed: The plan should be float64
def optimal_plan(p, q, cost):
    N, M = cost.shape
    rows = torch.eye(N).repeat_interleave(M, dim=1)
    columns = torch.eye(M).repeat(1, N)
    x = linprog(cost.flatten().numpy(), A_eq=torch.cat([rows, columns]).numpy(), b_eq=torch.cat([p, q]).numpy()).x
    return torch.from_numpy(x).reshape(N, M).float()
