# right: one example at a time
def dragan_penalty(discriminator, real, noise):
    penalties = []
    for point in (real + noise).detach():
        point.requires_grad_()
        (slope,) = torch.autograd.grad(discriminator(point[None]).sum(), point, create_graph=True)
        penalties.append(slope.dot(slope).sqrt().sub(1).pow(2))
    return torch.stack(penalties)
