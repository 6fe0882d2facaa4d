# right: the jacobian of the sum of outputs
def gradient_penalty(critic, real, fake, eps):
    points = fake + eps * (real - fake)
    slopes = torch.autograd.functional.jacobian(lambda x: critic(x).sum(), points, create_graph=True)
    return F.mse_loss(slopes.pow(2).sum(1).sqrt(), torch.ones(len(real), dtype=real.dtype), reduction="none")
