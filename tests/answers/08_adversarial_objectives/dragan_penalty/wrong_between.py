# diagnosed: the slope is taken between data and noise
def dragan_penalty(discriminator, real, noise):
    points = (0.5 * real + 0.5 * noise).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
