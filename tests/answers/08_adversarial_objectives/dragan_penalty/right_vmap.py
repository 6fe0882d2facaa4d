# right: torch.func
def dragan_penalty(discriminator, real, noise):
    slopes = torch.func.vmap(torch.func.grad(lambda x: discriminator(x).sum()))(real + noise)
    return (slopes.norm(dim=-1) - 1) ** 2
