# right: the plan is written column after column
def optimal_plan(p, q, cost):
    N, M = cost.shape
    rows = torch.eye(N).repeat(1, M)
    columns = torch.eye(M).repeat_interleave(N, dim=1)
    solved = linprog(cost.T.flatten(), A_eq=torch.cat([columns, rows]), b_eq=torch.cat([q, p]))
    return torch.from_numpy(solved.x).reshape(M, N).T
