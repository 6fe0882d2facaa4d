# right: torch.func, one gradient an example
def gradient_penalty(critic, real, fake, eps):
    slopes = torch.func.vmap(torch.func.grad(lambda x: critic(x).sum()))(eps * real + (1 - eps) * fake)
    norms = torch.linalg.vector_norm(slopes, dim=1)
    return norms**2 - 2 * norms + 1
