# diagnosed: the draws are added up or averaged; return the terms
def pathwise_gradient(f, mu, logvar, eps):
    std = (0.5 * logvar).exp()
    z = (mu + std * eps).detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return slope.mean(0), (slope * 0.5 * std * eps).mean(0)
