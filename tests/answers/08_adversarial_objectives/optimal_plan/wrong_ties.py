# diagnosed: each heap goes where it is cheapest
def optimal_plan(p, q, cost):
    plan = torch.zeros_like(cost)
    plan[torch.arange(len(p)), cost.argmin(1)] = p
    return plan
