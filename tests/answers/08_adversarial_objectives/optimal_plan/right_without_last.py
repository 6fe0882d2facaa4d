# right: numpy's kron, without the sum that follows from the others
def optimal_plan(p, q, cost):
    import numpy as np

    N, M = cost.shape
    A = np.vstack([np.kron(np.eye(N), np.ones(M)), np.kron(np.ones(N), np.eye(M))])
    b = np.concatenate([p.numpy(), q.numpy()])
    x = linprog(cost.numpy().ravel(), A_eq=A[:-1], b_eq=b[:-1], bounds=(0, None), method="highs-ds").x
    return torch.as_tensor(x.reshape(N, M))
