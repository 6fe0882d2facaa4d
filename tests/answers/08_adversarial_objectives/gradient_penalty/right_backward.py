# right: backward with create_graph, for the points alone
def gradient_penalty(critic, real, fake, eps):
    points = (eps * real + (1 - eps) * fake).clone().requires_grad_()
    critic(points).mean().backward(create_graph=True, inputs=[points])
    return (len(points) * points.grad.norm(dim=1) - 1).square()
