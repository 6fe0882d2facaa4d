# mistake: earth may be carried backwards, and there is no least cost
def optimal_plan(p, q, cost):
    N, M = cost.shape
    rows = torch.eye(N).repeat_interleave(M, dim=1)
    columns = torch.eye(M).repeat(1, N)
    A, b = torch.cat([rows, columns]).numpy(), torch.cat([p, q]).numpy()
    x = linprog(cost.flatten().numpy(), A_eq=A, b_eq=b, bounds=(None, None)).x
    return torch.from_numpy(x).reshape(N, M)
