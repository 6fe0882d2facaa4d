# right: meshgrid in the order of pictures
def latent_grid(n):
    q = Normal(0.0, 1.0).icdf((torch.arange(n) + 0.5) / n)
    first, second = torch.meshgrid(q, q, indexing="xy")
    return torch.stack([first.flatten(), second.flatten()], 1)
