# right: the constraints in two loops, f_K = 0 by an equation
def dual_critic(p, q, distance):
    K = len(p)
    A, b = [], []
    for i in range(K):
        for j in range(K):
            if i != j:
                row = [0.0] * K
                row[i], row[j] = 1.0, -1.0
                A.append(row)
                b.append(distance[i, j].item())
    last = [[0.0] * (K - 1) + [1.0]]
    f = linprog([(b_ - a).item() for a, b_ in zip(p, q)], A_ub=A, b_ub=b, A_eq=last, b_eq=[0.0], bounds=(None, None)).x
    return torch.tensor(f, dtype=torch.float64)
