# diagnosed: the holes are filled in their order
def optimal_plan(p, q, cost):
    plan, left, open_ = torch.zeros_like(cost), p.clone(), q.clone()
    i = j = 0
    while i < len(p) and j < len(q):
        some = torch.minimum(left[i], open_[j]).item()
        plan[i, j] = some
        left[i] -= some
        open_[j] -= some
        if left[i] <= open_[j]:
            i += 1
        else:
            j += 1
    return plan
