# diagnosed: No gradient flows from the penalty to the discriminator's weights
def dragan_penalty(discriminator, real, noise):
    points = (real + noise).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points)
    return (slopes.norm(dim=1) - 1).square()
