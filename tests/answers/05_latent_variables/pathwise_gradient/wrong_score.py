# diagnosed: the terms are those of the score function
def pathwise_gradient(f, mu, logvar, eps):
    std = (0.5 * logvar).exp()
    z = (mu + std * eps).detach().requires_grad_()
    value = f(z).detach()[:, None]
    return value * eps / std, value * (eps.square() - 1) / 2
