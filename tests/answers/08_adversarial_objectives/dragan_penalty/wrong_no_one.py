# diagnosed: the norm itself is penalised
def dragan_penalty(discriminator, real, noise):
    points = (real + noise).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return slopes.square().sum(1)
