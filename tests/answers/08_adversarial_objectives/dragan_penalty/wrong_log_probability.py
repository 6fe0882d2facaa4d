# diagnosed: this is the slope of log σ(D)
def dragan_penalty(discriminator, real, noise):
    points = (real + noise).requires_grad_()
    (slopes,) = torch.autograd.grad(F.logsigmoid(discriminator(points)).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
