# diagnosed: changes real in place
def dragan_penalty(discriminator, real, noise):
    points = real.add_(noise).detach().requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
