# diagnosed: Two calls with the same eps gave different penalties
def gradient_penalty(critic, real, fake, eps):
    eps = torch.rand_like(eps)
    points = (eps * real + (1 - eps) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
