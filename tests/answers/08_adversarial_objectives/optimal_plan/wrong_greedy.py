# diagnosed: the cheapest way is taken first
def optimal_plan(p, q, cost):
    plan, left, open_ = torch.zeros_like(cost), p.clone(), q.clone()
    for way in cost.flatten().argsort().tolist():
        i, j = divmod(way, len(q))
        some = min(left[i].item(), open_[j].item())
        plan[i, j] += some
        left[i] -= some
        open_[j] -= some
    return plan
