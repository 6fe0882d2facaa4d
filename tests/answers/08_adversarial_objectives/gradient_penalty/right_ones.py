# right: grad_outputs of ones, lerp, and a row-wise norm
def gradient_penalty(critic, real, fake, eps):
    points = torch.lerp(fake, real, eps).requires_grad_(True)
    outputs = critic(points)
    slopes = torch.autograd.grad(
        outputs=outputs, inputs=points, grad_outputs=torch.ones_like(outputs), create_graph=True, retain_graph=True
    )[0]
    slopes = slopes.reshape(len(points), -1)
    return (slopes.norm(2, dim=-1) - 1) ** 2
