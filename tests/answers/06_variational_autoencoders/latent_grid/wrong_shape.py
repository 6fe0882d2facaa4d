# diagnosed: lay the grid out as a list of points
def latent_grid(n):
    q = Normal(0.0, 1.0).icdf((torch.arange(n) + 0.5) / n)
    return torch.stack([q.repeat(n), q.repeat_interleave(n)], dim=1).reshape(n, n, 2)
