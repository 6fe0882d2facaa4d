# right: one price is fixed, the others are free
def dual_critic(p, q, distance):
    K = len(p)
    i, j = torch.meshgrid(torch.arange(K), torch.arange(K), indexing="ij")
    A = torch.eye(K)[i.flatten()] - torch.eye(K)[j.flatten()]
    bounds = [(None, None)] * (K - 1) + [(7, 7)]
    return torch.from_numpy(linprog(q - p, A_ub=A, b_ub=distance.flatten(), bounds=bounds).x)
