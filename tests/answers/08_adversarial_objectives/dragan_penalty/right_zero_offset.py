# right: along the noise instead of along x
def dragan_penalty(discriminator, real, noise):
    shift = noise.detach().clone().requires_grad_(True)
    logits = discriminator(real + shift)
    slopes = torch.autograd.grad(logits, shift, torch.ones_like(logits), create_graph=True)[0]
    return 1 - 2 * torch.linalg.norm(slopes, dim=1) + slopes.pow(2).sum(dim=1)
