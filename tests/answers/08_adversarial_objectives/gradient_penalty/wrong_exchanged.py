# diagnosed: eps stands before the samples
def gradient_penalty(critic, real, fake, eps):
    points = (eps * fake + (1 - eps) * real).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
