# diagnosed: nothing is carried
def optimal_plan(p, q, cost):
    N, M = cost.shape
    A = torch.cat([torch.eye(N).repeat_interleave(M, dim=1), torch.eye(M).repeat(1, N)])
    r = linprog(cost.flatten().numpy(), A_ub=A.numpy(), b_ub=torch.cat([p, q]).numpy())
    return torch.from_numpy(r.x).reshape(N, M)
