# right: the sums written with two loops
def optimal_plan(p, q, cost):
    N, M = cost.shape
    A, b = [], []
    for i in range(N):
        row = torch.zeros(N, M)
        row[i, :] = 1
        A.append(row.flatten().tolist())
        b.append(p[i].item())
    for j in range(M):
        column = torch.zeros(N, M)
        column[:, j] = 1
        A.append(column.flatten().tolist())
        b.append(q[j].item())
    solved = linprog(cost.flatten().tolist(), A_eq=A, b_eq=b)
    return torch.tensor(solved.x, dtype=cost.dtype).view(N, M)
