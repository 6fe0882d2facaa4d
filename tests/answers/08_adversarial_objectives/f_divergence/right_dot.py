# right: a scalar product
def f_divergence(p, q, f):
    return torch.dot(q, f(torch.div(p, q)))
