# diagnosed: one norm is taken over the whole batch
def dragan_penalty(discriminator, real, noise):
    points = (real + noise).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return (slopes.norm() - 1).square().expand(len(real))
