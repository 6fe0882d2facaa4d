# diagnosed: this is one-sided
def dragan_penalty(discriminator, real, noise):
    points = (real + noise).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return F.relu(slopes.norm(dim=1) - 1).square()
