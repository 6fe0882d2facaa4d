# diagnosed: Expected shape (4,), one penalty for each example; got ()
def gradient_penalty(critic, real, fake, eps):
    points = eps * real + (1 - eps) * fake
    slopes = torch.autograd.grad(critic(points).sum(), list(critic.parameters()), create_graph=True)
    return (torch.cat([slope.flatten() for slope in slopes]).norm() - 1).square()
