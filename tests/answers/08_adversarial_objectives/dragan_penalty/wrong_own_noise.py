# mistake: draws its own noise
def dragan_penalty(discriminator, real, noise):
    points = (real + torch.randn_like(real)).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
