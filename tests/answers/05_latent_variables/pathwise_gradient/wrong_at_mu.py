# diagnosed: f is differentiated at mu
def pathwise_gradient(f, mu, logvar, eps):
    std = (0.5 * logvar).exp()
    z = mu.expand_as(eps).detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return slope, slope * 0.5 * std * eps
