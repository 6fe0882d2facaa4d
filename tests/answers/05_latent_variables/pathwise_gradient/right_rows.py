# right: rows of mu and logvar for every draw, autograd all the way
def pathwise_gradient(f, mu, logvar, eps):
    m = mu.detach().expand_as(eps).clone().requires_grad_()
    v = logvar.detach().expand_as(eps).clone().requires_grad_()
    f(m + torch.exp(v / 2) * eps).sum().backward()
    return m.grad, v.grad
