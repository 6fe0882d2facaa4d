# diagnosed: The critic cannot be trained any more after your call
def gradient_penalty(critic, real, fake, eps):
    critic.requires_grad_(False)
    points = (eps * real + (1 - eps) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
