# diagnosed: the two coordinates are exchanged: along a row the first one changes
def latent_grid(n):
    q = Normal(0.0, 1.0).icdf((torch.arange(n) + 0.5) / n)
    first, second = torch.meshgrid(q, q, indexing="ij")
    return torch.stack([first.flatten(), second.flatten()], 1)
