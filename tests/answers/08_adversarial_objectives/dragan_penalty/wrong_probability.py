# diagnosed: this is the slope of the probability
def dragan_penalty(discriminator, real, noise):
    points = (real + noise).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sigmoid().sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
