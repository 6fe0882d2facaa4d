# diagnosed: the slope is taken at the samples
def gradient_penalty(critic, real, fake, eps):
    points = fake.clone().requires_grad_()
    (slopes,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    return (slopes.norm(dim=1) - 1).square()
