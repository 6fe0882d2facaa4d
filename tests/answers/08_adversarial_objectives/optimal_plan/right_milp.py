# right: another solver of scipy, sums as sparse constraints
def optimal_plan(p, q, cost):
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, milp

    N, M = cost.shape
    heap, hole = torch.arange(N * M) // M, torch.arange(N * M) % M
    rows = sparse.coo_array((torch.ones(N * M), (heap, torch.arange(N * M))), shape=(N, N * M))
    columns = sparse.coo_array((torch.ones(N * M), (hole, torch.arange(N * M))), shape=(M, N * M))
    sums = [LinearConstraint(rows, p.numpy(), p.numpy()), LinearConstraint(columns, q.numpy(), q.numpy())]
    solved = milp(cost.reshape(-1).numpy(), constraints=sums, bounds=Bounds(0, float("inf")))
    return torch.tensor(solved.x).reshape(N, M)
