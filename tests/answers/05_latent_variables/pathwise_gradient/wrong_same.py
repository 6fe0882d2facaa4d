# diagnosed: this is the same as grad_mu
def pathwise_gradient(f, mu, logvar, eps):
    std = (0.5 * logvar).exp()
    z = (mu + std * eps).detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return slope, slope
