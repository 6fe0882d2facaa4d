# diagnosed: the slope is that of the mean logit
def dragan_penalty(discriminator, real, noise):
    points = (real + noise).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).mean(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
