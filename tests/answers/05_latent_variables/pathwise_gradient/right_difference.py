# right: the noise's share of z taken back as z minus mu
def pathwise_gradient(f, mu, logvar, eps):
    z = torch.addcmul(mu, torch.exp(logvar / 2), eps).requires_grad_(True)
    f(z).backward(torch.ones(len(z), dtype=z.dtype))
    moved = (z - mu).detach() / 2
    return z.grad, z.grad.mul(moved)
