# diagnosed: No gradient flows from the penalty to the critic's weights
def gradient_penalty(critic, real, fake, eps):
    points = (eps * real + (1 - eps) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.detach().norm(dim=1) - 1).square()
