# right: no heap gives more than it has, every hole gets at least what it takes
def optimal_plan(p, q, cost):
    N, M = cost.shape
    give = torch.eye(N).repeat_interleave(M, dim=1)
    take = torch.eye(M).repeat(1, N)
    A = torch.cat([give, -take, -give, take])
    b = torch.cat([p, -q, -p, q])
    x = linprog(cost.flatten(), A_ub=A.numpy(), b_ub=b.numpy()).x
    return torch.from_numpy(x).reshape(N, M)
