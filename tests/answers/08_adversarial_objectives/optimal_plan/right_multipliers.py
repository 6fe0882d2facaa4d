# right: the multipliers of the dual program's constraints
def optimal_plan(p, q, cost):
    # solve the dual; the plan is the multiplier of its constraints
    N, M = cost.shape
    A = torch.cat([torch.eye(N).repeat_interleave(M, dim=0), torch.eye(M).repeat(N, 1)], dim=1).double()
    r = linprog(-torch.cat([p, q]).numpy(), A_ub=A.numpy(), b_ub=cost.flatten().numpy(), bounds=(None, None))
    return torch.tensor(-r.ineqlin.marginals).reshape(N, M)
