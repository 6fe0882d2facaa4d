# diagnosed: this is one-sided
def gradient_penalty(critic, real, fake, eps):
    points = (eps * real + (1 - eps) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return F.relu(slopes.norm(dim=1) - 1).square()
