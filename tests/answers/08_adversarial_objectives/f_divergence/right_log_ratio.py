# right: the ratio from logarithms
def f_divergence(p, q, f):
    return torch.einsum("k,k->", q, f((p.log() - q.log()).exp()))
