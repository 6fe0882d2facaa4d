# diagnosed: each feature's slope is held at 1
def gradient_penalty(critic, real, fake, eps):
    points = (eps * real + (1 - eps) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.abs() - 1).square().mean(1)
