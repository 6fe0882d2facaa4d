# diagnosed: this is the slide's point, with its bracket in the wrong place
def gradient_penalty(critic, real, fake, eps):
    points = (eps * real + (1 - eps * fake)).requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
