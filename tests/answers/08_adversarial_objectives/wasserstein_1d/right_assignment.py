# right: the best assignment of all, found by scipy
def wasserstein_1d(x, y):
    from scipy.optimize import linear_sum_assignment

    cost = (x[:, None] - y[None, :]).abs()
    i, j = linear_sum_assignment(cost.detach().numpy())
    return cost[torch.as_tensor(i), torch.as_tensor(j)].mean()
