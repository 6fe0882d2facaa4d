# right: the jacobian of all log-densities
from torch.autograd.functional import jacobian


def score_function_gradient(f, z, mu, logvar):
    def log_q(m, v):
        return (-0.5 * (z - m) ** 2 * torch.exp(-v) - 0.5 * v).sum(1)

    scores = jacobian(log_q, (mu, logvar))
    return tuple(torch.diag(f) @ score for score in scores)
